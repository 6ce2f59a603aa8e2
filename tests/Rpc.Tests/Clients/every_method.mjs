// Every method and every edge that a client in Node comes to. Says a line for each, 'ok NAME' or 'FAILED NAME: why'.
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const [root, address, key, secret] = process.argv.slice(2);
const installed = createRequire(`${root}/samples/node/package.json`);
const grpc = installed('@grpc/grpc-js');
const loader = installed('@grpc/proto-loader');
const files = ['servicehall/v1/intake.proto', 'servicehall/v1/status.proto', 'servicehall/v1/tasks.proto', 'servicehall/v1/cross_region.proto', 'grpc/health/v1/health.proto', 'google/rpc/status.proto', 'google/rpc/error_details.proto'];
const definition = loader.loadSync(files, { includeDirs: [`${root}/protos`], longs: String, enums: String, defaults: true });
const { servicehall: { v1: { Intake, Status, Tasks, CrossRegion } }, grpc: { health: { v1: { Health } } } } = grpc.loadPackageDefinition(definition);
const options = { 'grpc.max_send_message_length': -1, 'grpc.max_receive_message_length': -1 };
const [intake, status, tasks, regions, health] = [Intake, Status, Tasks, CrossRegion, Health].map(Client => new Client(address, grpc.credentials.createInsecure(), options));
const now = new Date(Date.now() + 8 * 3600 * 1000).toISOString().replace(/\.\d+Z$/, '+08:00');
const checks = {};

function signed(method, { timestamp = String(Date.now()), nonce = randomBytes(16).toString('hex'), signature, by = key } = {}) {
  signature ??= createHmac('sha256', secret).update(['POST', `/servicehall.v1.${method}`, timestamp, nonce, 'GRPC'].join('\n')).digest('hex');
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries({ key: by, timestamp, nonce, signature })) metadata.set(`x-servicehall-${name}`, value);
  return metadata;
}

const accepted = (caseNo, title = '示例困难家庭临时救助') => ({
  key: `${caseNo}/accepted`, caseNo, version: 1, occurredAt: now,
  caseAccepted: {
    matterCode: '11990001990000113L4990500007000', title, channel: 'window', caseType: 'promised', appliedAt: now, acceptedBy: '示例经办一',
    organisationCode: '11990001990000113L', organisationName: '示例县民政局',
    applicant: { type: 'person', name: '示例甲', idType: 'citizenId', idNumber: '990001197001010014', mobile: '10012345678' },
    materials: { items: [{ name: '申请表', form: 'paper', copies: 1 }] },
  },
});

// A call by its full name, as a promise.
function call(client, method, request, metadata = signed(method), { seconds = 30, ...more } = {}) {
  const name = method.split('/')[1];
  return promisify(client[name[0].toLowerCase() + name.slice(1)].bind(client))(request, metadata, { deadline: Date.now() + seconds * 1000, ...more });
}

const push = (...records) => call(intake, 'Intake/Push', { records });

// The reason is in the details: an Any of ErrorInfo, whose first field it is.
async function fails(code, reason, promise) {
  const fault = await promise.then(() => assert.fail(`it did not fail with ${code}`), one => one);
  assert.equal(grpc.status[fault.code], code, String(fault));
  if (reason) {
    const details = fault.metadata.get('grpc-status-details-bin')[0];
    assert.ok(Buffer.from(details).includes(Buffer.concat([Buffer.from([0x0a, reason.length]), Buffer.from(reason)])), details.toString());
  }
  return fault;
}

checks.pushIsAnswered = async () => {
  const { results } = await push(accepted('np1'), accepted('np1'));
  assert.deepEqual(results.map(one => one.verdict), ['accepted', 'duplicate']);
};
checks.pushInGzip = async () => {
  const zipped = new Intake(address, grpc.credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2 });
  const { results } = await call(zipped, 'Intake/Push', { records: [accepted('np2', '长'.repeat(200))] });
  zipped.close();
  assert.equal(results[0].verdict, 'accepted');
};
checks.pushStreamAnswersAsItGoes = async () => {
  const stream = intake.pushStream(signed('Intake/PushStream'));
  const keys = [];
  stream.write(accepted('ns1'));
  for await (const result of stream) {
    keys.push(result.key);
    if (keys.length === 1) {
      stream.write(accepted('ns2'));
      stream.end();
    }
  }
  assert.deepEqual(keys, ['ns1/accepted', 'ns2/accepted']);
};
checks.getCase = async () => {
  await push(accepted('ng1'));
  const found = await call(status, 'Status/GetCase', { no: 'ng1' });
  assert.deepEqual([found.state, found.applicant.name, found.department], ['accepted', '示*', 'mz']);
};
checks.batchGetCases = async () => {
  await push(accepted('nb1'), accepted('nb2'));
  const { cases, missing } = await call(status, 'Status/BatchGetCases', { caseNos: ['nb1', '没有', 'nb2'] });
  assert.deepEqual([cases.length, missing], [2, ['没有']]);
};
checks.getRecord = async () => {
  const { results: [{ recordId }] } = await push(accepted('nr1'));
  assert.equal((await call(status, 'Status/GetRecord', { recordId })).state, 'taken');
};
checks.watchAndListChanges = async () => {
  const { next } = await call(status, 'Status/ListChanges', { after: 'now' });
  const watch = status.watch({ after: next }, signed('Status/Watch'));
  await push(accepted('nw1'));
  const [change] = await new Promise((resolve, reject) => watch.once('data', one => resolve([one])).once('error', reject));
  watch.on('error', fault => assert.equal(fault.code, grpc.status.CANCELLED));
  watch.cancel();
  const { changes } = await call(status, 'Status/ListChanges', { after: next, limit: 10 });
  assert.equal(changes[0].cursor, change.cursor);
};
checks.tasksAreSentDownListedWatchedAndDone = async () => {
  const application = {
    matterCode: '11990001990000113L4990500007000', title: '示例困难家庭临时救助', channel: 'web',
    applicant: { type: 'person', name: '示例甲', idType: 'citizenId', idNumber: '990001197001010014' },
  };
  const { next } = await call(tasks, 'Tasks/List', { after: 'now' });
  const watch = tasks.watch({ after: next }, signed('Tasks/Watch'));
  const sent = await call(tasks, 'Tasks/Receive', { kind: 'applications', task: { platformNo: 'nt1', occurredAt: now, application } }, signed('Tasks/Receive', { by: 'province' }));
  const [page] = await new Promise((resolve, reject) => watch.once('data', one => resolve([one])).once('error', reject));
  watch.on('error', fault => assert.equal(fault.code, grpc.status.CANCELLED));
  watch.cancel();
  assert.deepEqual(page.tasks.map(one => one.taskNo), [sent.taskNo]);
  const done = await call(tasks, 'Tasks/Act', { taskNo: sent.taskNo, act: 'ack', order: { caseNo: 'nt1-own' } });
  assert.deepEqual([done.verdict, done.state], ['accepted', 'taken']);
  assert.equal((await call(tasks, 'Tasks/Get', { taskNo: sent.taskNo })).caseState, 'submitted');
  await fails('FAILED_PRECONDITION', 'task.refused', call(tasks, 'Tasks/Act', { taskNo: sent.taskNo, act: 'return', order: { reason: '不属于本部门' } }));
};
checks.previewRoute = async () => {
  const { route } = await call(regions, 'CrossRegion/PreviewRoute', { matterName: '开具户籍类证明', mode: 'online', homeDivision: '990002' });
  assert.equal(route.rule, 'SAMPLE-4');
};
checks.requestsAreSubmittedReceivedToldAndDone = async () => {
  const check = { by: '示例窗口', at: now, passed: true };
  const asked = (requestNo, receivingDivision, mode) => ({
    requestNo, mode, matterCode: '11990001990000164W4992000051000', homeDivision: '990001', receivingDivision, occurredAt: now,
    applicant: { type: 'person', name: '示例甲', idType: 'citizenId', idNumber: '990001197001010014' }, checks: { form: check, identity: check },
  });
  const province = method => signed(`CrossRegion/${method}`, { by: 'province' });
  const own = await call(regions, 'CrossRegion/Submit', { request: asked('nr1', '990001', 'online') });
  assert.deepEqual([own.verdict, own.state, own.department], ['accepted', 'submitted', 'ga']);
  const sent = await call(regions, 'CrossRegion/Receive', { request: asked('nr2', '990002', 'collectedElsewhere') }, province('Receive'));
  assert.equal(sent.turn, 'home');
  const shown = await call(regions, 'CrossRegion/Get', { requestNo: 'nr2' }, province('Get'));
  assert.deepEqual(shown.timeline.map(line => line.deed), ['checkForm', 'checkIdentity', 'transfer']);
  await fails('FAILED_PRECONDITION', 'request.refused', call(regions, 'CrossRegion/Act', { requestNo: 'nr2', deed: { deed: 'accept' } }, province('Act')));
};
checks.deadlineIsKept = () => fails('DEADLINE_EXCEEDED', null, call(status, 'Status/ListChanges', { after: 'now', wait: 30 }, undefined, { seconds: 0.5 }));
checks.callCanBeCancelled = () => fails('CANCELLED', null, new Promise((resolve, reject) => {
  status.listChanges({ after: 'now', wait: 30 }, signed('Status/ListChanges'), (fault, answer) => fault ? reject(fault) : resolve(answer)).cancel();
}));
checks.fourMebibytesAreTaken = async () => assert.equal((await push(accepted('nbig', '长'.repeat(1_390_000)))).results[0].verdict, 'accepted');
checks.nineMebibytesAreNot = async () => {
  await fails('RESOURCE_EXHAUSTED', 'caller.body-too-large', push(accepted('nhuge', '长'.repeat(3 << 20))));
  await push(accepted('nafter'));
};
checks.signaturesAreChecked = async () => {
  const get = metadata => call(status, 'Status/GetCase', { no: 'ng1' }, metadata);
  await fails('UNAUTHENTICATED', 'caller.not-signed', get(new grpc.Metadata()));
  await fails('UNAUTHENTICATED', 'caller.clock-off', get(signed('Status/GetCase', { timestamp: String(Date.now() - 3600_000) })));
  await fails('UNAUTHENTICATED', 'caller.signature-wrong', get(signed('Intake/Push')));
};
checks.unknownMethodsAreUnimplemented = async () => {
  const raw = bytes => bytes;
  const nothing = promisify(status.makeUnaryRequest.bind(status));
  await fails('UNIMPLEMENTED', 'caller.no-such-path', nothing('/servicehall.v1.Status/Nothing', raw, raw, Buffer.alloc(0), signed('Status/Nothing'), {}));
  await fails('INVALID_ARGUMENT', 'caller.body-malformed', nothing('/servicehall.v1.Intake/Push', raw, raw, Buffer.from([0x0a, 0xff, 0xff, 0xff]), signed('Intake/Push'), {}));
};
checks.mistakesAreTold = async () => {
  await fails('INVALID_ARGUMENT', 'caller.body-malformed', push());
  await fails('NOT_FOUND', 'caller.no-such-case', call(status, 'Status/GetCase', { no: '没有' }));
};
checks.healthIsServing = async () => assert.equal((await promisify(health.check.bind(health))({ service: '' })).status, 'SERVING');

for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log('ok', name);
  } catch (fault) {
    console.log(`FAILED ${name}: ${fault}`.replaceAll('\n', ' '));
  }
}
[intake, status, tasks, regions, health].forEach(client => client.close());
