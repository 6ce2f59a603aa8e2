// A department's client: pushes an acceptance, streams two steps, and asks how the case stands. Run it from the repository's root:
//
//   npm ci --prefix samples/node
//   node samples/node/department.mjs 127.0.0.1:8081 KEY SECRET CASE-NUMBER
import { createHmac, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [address, key, secret, caseNo] = process.argv.slice(2);
const protos = fileURLToPath(new URL('../../protos', import.meta.url));
const files = ['servicehall/v1/intake.proto', 'servicehall/v1/status.proto'];
const { servicehall: { v1: { Intake, Status } } } = grpc.loadPackageDefinition(loader.loadSync(files, { includeDirs: [protos], longs: String, defaults: true }));
const now = new Date(Date.now() + 8 * 3600 * 1000).toISOString().replace(/\.\d+Z$/, '+08:00');

// The metadata of one call: what it signs is good once, for five minutes.
function signed(method) {
  const [timestamp, nonce] = [String(Date.now()), randomBytes(16).toString('hex')];
  const signature = createHmac('sha256', secret).update(['POST', method, timestamp, nonce, 'GRPC'].join('\n')).digest('hex');
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries({ key, timestamp, nonce, signature })) metadata.set(`x-servicehall-${name}`, value);
  return metadata;
}

const record = (what, data) => ({ key: `${caseNo}/${what}`, caseNo, version: 1, occurredAt: now, ...data });
const accepted = {
  matterCode: '11990001990000113L4990500007000', title: '示例困难家庭临时救助', channel: 'window', caseType: 'promised', appliedAt: now, acceptedBy: '示例经办一',
  organisationCode: '11990001990000113L', organisationName: '示例县民政局',
  applicant: { type: 'person', name: '示例甲', idType: 'citizenId', idNumber: '990001197001010014', mobile: '10012345678' },
  materials: { items: [{ name: '申请表', form: 'paper', copies: 1 }] },
};
const steps = ['审核', '决定'].map(step => ({ step, action: 'approved', startedAt: now, endedAt: now, handledBy: '示例经办二', opinion: '同意' }));

const [intake, status] = [new Intake(address, grpc.credentials.createInsecure()), new Status(address, grpc.credentials.createInsecure())];
const told = ({ key, verdict, errors }) => console.log(key, verdict, ...errors.map(error => `${error.rule} ${error.field}: ${error.message}`));
const deadline = () => ({ deadline: Date.now() + 10_000 });
try {
  const pushed = await promisify(intake.push.bind(intake))({ records: [record('accepted', { caseAccepted: accepted })] }, signed('/servicehall.v1.Intake/Push'), deadline());
  told(pushed.results[0]);
  const stream = intake.pushStream(signed('/servicehall.v1.Intake/PushStream'));
  steps.forEach((caseStep, i) => stream.write(record(`step-${i}`, { caseStep })));
  stream.end();
  for await (const result of stream) told(result);
  const found = await promisify(status.getCase.bind(status))({ no: caseNo }, signed('/servicehall.v1.Status/GetCase'), deadline());
  console.log(caseNo, found.state, found.applicant.name, found.timeline.length);
} catch (fault) {
  console.error(`${grpc.status[fault.code] ?? fault}: ${fault.details}`);
  process.exitCode = 1;
}
intake.close();
status.close();
