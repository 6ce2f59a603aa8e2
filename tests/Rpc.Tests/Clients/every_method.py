"""Every method and every edge that a client in Python comes to. Says a line for each, 'ok NAME' or 'FAILED NAME: why'."""
import concurrent.futures
import datetime
import hashlib
import hmac
import os
import secrets
import sys
import time

import google
import grpc

# Packages of these names are installed: the stubs of our protos lie beside them.
google.__path__.append(os.path.join(os.environ["PYTHONPATH"], "google"))
grpc.__path__.append(os.path.join(os.environ["PYTHONPATH"], "grpc"))
from google.rpc import error_details_pb2, status_pb2 as rpc_status_pb2  # noqa: E402
from grpc.health.v1 import health_pb2, health_pb2_grpc  # noqa: E402
from grpc.reflection.v1alpha import reflection_pb2, reflection_pb2_grpc  # noqa: E402
from servicehall.v1 import intake_pb2, intake_pb2_grpc, parties_pb2, records_pb2, status_pb2, status_pb2_grpc, tasks_pb2, tasks_pb2_grpc, cross_region_pb2, cross_region_pb2_grpc  # noqa: E402

address, key, secret = sys.argv[1:]
NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).replace(microsecond=0).isoformat()
CHECKS = []
channel = grpc.insecure_channel(address, options=[("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)])
intake, status = intake_pb2_grpc.IntakeStub(channel), status_pb2_grpc.StatusStub(channel)


def check(function):
    CHECKS.append(function)
    return function


def signed(method, timestamp=None, nonce=None, signature=None, by=key):
    timestamp, nonce = timestamp or str(time.time_ns() // 1_000_000), nonce or secrets.token_hex(16)
    lines = "\n".join(["POST", f"/servicehall.v1.{method}", timestamp, nonce, "GRPC"])
    signature = signature or hmac.new(secret.encode(), lines.encode(), hashlib.sha256).hexdigest()
    return [("x-servicehall-key", by), ("x-servicehall-timestamp", timestamp), ("x-servicehall-nonce", nonce), ("x-servicehall-signature", signature)]


def accepted(case_no, title="示例困难家庭临时救助"):
    return records_pb2.Record(
        key=f"{case_no}/accepted", case_no=case_no, version=1, occurred_at=NOW,
        case_accepted=records_pb2.CaseAccepted(
            matter_code="11990001990000113L4990500007000", title=title, channel="window", case_type="promised", applied_at=NOW, accepted_by="示例经办一",
            organisation_code="11990001990000113L", organisation_name="示例县民政局",
            applicant=parties_pb2.Applicant(type="person", name="示例甲", id_type="citizenId", id_number="990001197001010014", mobile="10012345678"),
            materials=parties_pb2.Materials(items=[parties_pb2.Material(name="申请表", form="paper", copies=1)])))


def push(*records, **options):
    return intake.Push(intake_pb2.PushRequest(records=records), metadata=signed("Intake/Push"), timeout=30, **options)


def same(expected, found):
    assert expected == found, f"{found!r} instead of {expected!r}"


def fails(code, reason, call):
    try:
        call()
    except grpc.RpcError as fault:
        same(code, fault.code())
        if reason is not None:
            trailers = {entry.key: entry.value for entry in fault.trailing_metadata()}
            details = rpc_status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
            info = error_details_pb2.ErrorInfo()
            assert details.details[0].Unpack(info)
            same((reason, code.value[0]), (info.reason, details.code))
            same(fault.details(), details.message)
            return details
        return None
    raise AssertionError(f"it did not fail with {code}")


@check
def push_is_answered():
    results = push(accepted("p1"), accepted("p1")).results
    same(["accepted", "duplicate"], [one.verdict for one in results])
    same("accepted", results[1].first.verdict)


@check
def push_in_gzip():
    same("accepted", push(accepted("p2", "长" * 200), compression=grpc.Compression.Gzip).results[0].verdict)


@check
def push_stream_answers_as_it_goes():
    waiting = concurrent.futures.Future()

    def records():
        yield accepted("s1")
        waiting.result(30)  # nothing more is sent before the first has its verdict
        yield accepted("s2")

    keys = []
    for result in intake.PushStream(records(), metadata=signed("Intake/PushStream"), timeout=60):
        keys.append(result.key)
        if len(keys) == 1:
            waiting.set_result(None)
    same(["s1/accepted", "s2/accepted"], keys)


@check
def get_case():
    push(accepted("g1"))
    case = status.GetCase(status_pb2.GetCaseRequest(no="g1"), metadata=signed("Status/GetCase"), timeout=30)
    same(("accepted", "示*", "mz"), (case.state, case.applicant.name, case.department))


@check
def batch_get_cases():
    push(accepted("b1"), accepted("b2"))
    batch = status.BatchGetCases(status_pb2.BatchGetCasesRequest(case_nos=["b1", "没有", "b2"]), metadata=signed("Status/BatchGetCases"), timeout=30)
    same((2, ["没有"]), (len(batch.cases), list(batch.missing)))


@check
def get_record():
    record_id = push(accepted("r1")).results[0].record_id
    record = status.GetRecord(status_pb2.GetRecordRequest(record_id=record_id), metadata=signed("Status/GetRecord"), timeout=30)
    same(("taken", "r1", "示*"), (record.state, record.record["caseNo"], record.record["data"]["applicant"]["name"]))


@check
def list_changes_page_by_page():
    push(*(accepted(f"l{i}") for i in range(5)))
    after, seen = "", []
    while True:
        page = status.ListChanges(status_pb2.ListChangesRequest(after=after, limit=3), metadata=signed("Status/ListChanges"), timeout=30)
        if not page.changes:
            break
        seen += [change.cursor for change in page.changes]
        after = page.next
    assert len(seen) >= 5 and len(set(seen)) == len(seen)


@check
def watch_resumes_by_its_cursor():
    now = status.ListChanges(status_pb2.ListChangesRequest(after="now"), metadata=signed("Status/ListChanges"), timeout=30).next
    push(accepted("w1"))
    first = status.Watch(status_pb2.WatchRequest(after=now), metadata=signed("Status/Watch"), timeout=30)
    change = next(first)
    first.cancel()
    second = status.Watch(status_pb2.WatchRequest(after=change.cursor), metadata=signed("Status/Watch"), timeout=30)
    push(accepted("w2"))
    following = next(second)
    second.cancel()
    same("record.taken", change.what)
    assert change.cursor != following.cursor


def send_down(number):
    tasks = tasks_pb2_grpc.TasksStub(channel)
    application = records_pb2.CaseSubmitted(
        matter_code="11990001990000113L4990500007000", title="示例困难家庭临时救助", channel="web",
        applicant=parties_pb2.Applicant(type="person", name="示例甲", id_type="citizenId", id_number="990001197001010014"))
    sent = tasks_pb2.SentTask(platform_no=number, occurred_at=NOW, application=application)
    return tasks, tasks.Receive(tasks_pb2.ReceiveTaskRequest(kind="applications", task=sent), metadata=signed("Tasks/Receive", by="province"), timeout=30)


@check
def tasks_are_sent_down_listed_watched_and_done():
    tasks, _ = send_down("t1")
    start = tasks.List(tasks_pb2.ListTasksRequest(after="now"), metadata=signed("Tasks/List"), timeout=30).next
    watch = tasks.Watch(tasks_pb2.WatchTasksRequest(after=start), metadata=signed("Tasks/Watch"), timeout=30)
    _, sent = send_down("t2")
    seen = next(watch)
    watch.cancel()
    same([sent.task_no], [one.task_no for one in seen.tasks])
    same("990001197001010014", seen.tasks[0].data["applicant"]["idNumber"])
    order = tasks_pb2.TaskOrder(case_no="t2-own", by="示例经办一")
    done = tasks.Act(tasks_pb2.ActRequest(task_no=sent.task_no, act="ack", order=order), metadata=signed("Tasks/Act"), timeout=30)
    same(("accepted", "taken", "t2-own"), (done.verdict, done.state, done.case_no))
    same("submitted", tasks.Get(tasks_pb2.GetTaskRequest(task_no=sent.task_no), metadata=signed("Tasks/Get"), timeout=30).case_state)
    details = fails(grpc.StatusCode.FAILED_PRECONDITION, "task.refused", lambda: tasks.Act(
        tasks_pb2.ActRequest(task_no=sent.task_no, act="return", order=tasks_pb2.TaskOrder(reason="不属于本部门")), metadata=signed("Tasks/Act"), timeout=30))
    bad = error_details_pb2.BadRequest()
    assert details.details[1].Unpack(bad)
    same("task.has-case", bad.field_violations[0].reason)


@check
def preview_route():
    regions = cross_region_pb2_grpc.CrossRegionStub(channel)
    request = cross_region_pb2.PreviewRouteRequest(matter_name="开具户籍类证明", mode="online", home_division="990002")
    same("SAMPLE-4", regions.PreviewRoute(request, metadata=signed("CrossRegion/PreviewRoute"), timeout=30).route.rule)


@check
def requests_are_submitted_received_told_and_done():
    regions = cross_region_pb2_grpc.CrossRegionStub(channel)

    def asked(number, receiving, mode):
        check = records_pb2.RequestCheck(by="示例窗口", at=NOW, passed=True)
        return cross_region_pb2.SentRequest(
            request_no=number, mode=mode, matter_code="11990001990000164W4992000051000", home_division="990001", receiving_division=receiving, occurred_at=NOW,
            applicant=parties_pb2.Applicant(type="person", name="示例甲", id_type="citizenId", id_number="990001197001010014"),
            checks=records_pb2.RequestChecks(form=check, identity=check))

    own = regions.Submit(cross_region_pb2.SubmitRequestRequest(request=asked("r1", "990001", "online")), metadata=signed("CrossRegion/Submit"), timeout=30)
    same(("accepted", "submitted", "ga"), (own.verdict, own.state, own.department))
    sent = regions.Receive(cross_region_pb2.ReceiveRequestRequest(request=asked("r2", "990002", "collectedElsewhere")), metadata=signed("CrossRegion/Receive", by="province"), timeout=30)
    same("home", sent.turn)
    shown = regions.Get(cross_region_pb2.GetRequestRequest(request_no="r2"), metadata=signed("CrossRegion/Get", by="province"), timeout=30)
    same(["checkForm", "checkIdentity", "transfer"], [line.deed for line in shown.timeline])
    fails(grpc.StatusCode.FAILED_PRECONDITION, "request.refused", lambda: regions.Act(
        cross_region_pb2.ActOnRequestRequest(request_no="r2", deed=cross_region_pb2.RequestDeed(deed="accept")), metadata=signed("CrossRegion/Act", by="province"), timeout=30))


@check
def a_deadline_is_kept():
    fails(grpc.StatusCode.DEADLINE_EXCEEDED, None, lambda: status.ListChanges(
        status_pb2.ListChangesRequest(after="now", wait=30), metadata=signed("Status/ListChanges"), timeout=0.5))


@check
def a_call_can_be_cancelled():
    call = status.ListChanges.future(status_pb2.ListChangesRequest(after="now", wait=30), metadata=signed("Status/ListChanges"))
    call.cancel()
    assert call.cancelled()
    push(accepted("c1"))


@check
def four_mebibytes_are_taken():
    request = intake_pb2.PushRequest(records=[accepted("big", "长" * (1_390_000))])
    assert 4_000_000 < request.ByteSize() < 8 << 20, request.ByteSize()
    same("accepted", intake.Push(request, metadata=signed("Intake/Push"), timeout=60).results[0].verdict)


@check
def nine_mebibytes_are_not():
    fails(grpc.StatusCode.RESOURCE_EXHAUSTED, "caller.body-too-large", lambda: push(accepted("huge", "长" * (3 << 20))))
    push(accepted("after-huge"))


@check
def signatures_are_checked():
    request = status_pb2.GetCaseRequest(no="g1")
    unauthenticated = grpc.StatusCode.UNAUTHENTICATED
    fails(unauthenticated, "caller.not-signed", lambda: status.GetCase(request, timeout=30))
    fails(unauthenticated, "caller.not-signed", lambda: status.GetCase(request, metadata=signed("Status/GetCase", nonce="short"), timeout=30))
    fails(unauthenticated, "caller.clock-off", lambda: status.GetCase(request, metadata=signed("Status/GetCase", timestamp=str(int((time.time() - 3600) * 1000))), timeout=30))
    fails(unauthenticated, "caller.signature-wrong", lambda: status.GetCase(request, metadata=signed("Status/GetCase", signature="0" * 64), timeout=30))
    fails(unauthenticated, "caller.signature-wrong", lambda: status.GetCase(request, metadata=signed("Intake/Push"), timeout=30))
    once = signed("Status/GetCase")
    push(accepted("g1"))
    status.GetCase(request, metadata=once, timeout=30)
    fails(unauthenticated, "caller.nonce-repeated", lambda: status.GetCase(request, metadata=once, timeout=30))


@check
def mistakes_name_their_field():
    details = fails(grpc.StatusCode.INVALID_ARGUMENT, "caller.body-malformed", push)
    bad = error_details_pb2.BadRequest()
    assert details.details[1].Unpack(bad)
    same("records", bad.field_violations[0].field)
    fails(grpc.StatusCode.RESOURCE_EXHAUSTED, "caller.too-many-records", lambda: push(*[records_pb2.Record()] * 1001))
    fails(grpc.StatusCode.INVALID_ARGUMENT, "caller.cursor-unknown", lambda: status.ListChanges(
        status_pb2.ListChangesRequest(after="made-up"), metadata=signed("Status/ListChanges"), timeout=30))
    fails(grpc.StatusCode.NOT_FOUND, "caller.no-such-record", lambda: status.GetRecord(
        status_pb2.GetRecordRequest(record_id="made-up"), metadata=signed("Status/GetRecord"), timeout=30))


@check
def what_is_not_there_is_unimplemented():
    for name in ("Intake/Nothing", "Nothing/Push"):
        call = channel.unary_unary(f"/servicehall.v1.{name}")
        fails(grpc.StatusCode.UNIMPLEMENTED, "caller.no-such-path", lambda: call(b"", metadata=signed(name), timeout=30))


@check
def what_is_no_message_is_the_callers_fault():
    call = channel.unary_unary("/servicehall.v1.Intake/Push")
    fails(grpc.StatusCode.INVALID_ARGUMENT, "caller.body-malformed", lambda: call(b"\x0a\xff\xff\xff", metadata=signed("Intake/Push"), timeout=30))


@check
def health_and_reflection():
    same(health_pb2.HealthCheckResponse.SERVING, health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service="servicehall.v1.Intake"), timeout=30).status)
    fails(grpc.StatusCode.NOT_FOUND, None, lambda: health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service="nothing"), timeout=30))
    watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=30)
    same(health_pb2.HealthCheckResponse.SERVING, next(watch).status)
    watch.cancel()
    questions = [reflection_pb2.ServerReflectionRequest(list_services=""), reflection_pb2.ServerReflectionRequest(file_containing_symbol="servicehall.v1.Status")]
    services, files = list(reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(iter(questions), timeout=30))
    assert "servicehall.v1.Status" in [one.name for one in services.list_services_response.service]
    assert len(files.file_descriptor_response.file_descriptor_proto) >= 3


for one in CHECKS:
    try:
        one()
        print("ok", one.__name__, flush=True)
    except Exception as fault:  # every check is told
        print(f"FAILED {one.__name__}: {type(fault).__name__} {fault}".replace("\n", " "), flush=True)
channel.close()
