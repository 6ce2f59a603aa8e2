"""A department's client: pushes an acceptance, streams two steps, and asks how the case stands. Run it from the repository's root:

    apt-get install python3-grpcio python3-protobuf protobuf-compiler protobuf-compiler-grpc libprotobuf-dev
    mkdir -p var && protoc -I protos --python_out=var --grpc_out=var --plugin=protoc-gen-grpc=$(which grpc_python_plugin) protos/servicehall/v1/*.proto
    PYTHONPATH=var /usr/bin/python3 samples/python/department.py 127.0.0.1:8081 KEY SECRET CASE-NUMBER
"""
import datetime
import hashlib
import hmac
import secrets
import sys
import time

import grpc
from servicehall.v1 import intake_pb2, intake_pb2_grpc, parties_pb2, records_pb2, status_pb2, status_pb2_grpc

address, key, secret, case_no = sys.argv[1:]
NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).replace(microsecond=0).isoformat()


def signed(method):
    """The metadata of one call: what it signs is good once, for five minutes."""
    timestamp, nonce = str(time.time_ns() // 1_000_000), secrets.token_hex(16)
    lines = "\n".join(["POST", method, timestamp, nonce, "GRPC"])
    signature = hmac.new(secret.encode(), lines.encode(), hashlib.sha256).hexdigest()
    return [("x-servicehall-key", key), ("x-servicehall-timestamp", timestamp), ("x-servicehall-nonce", nonce), ("x-servicehall-signature", signature)]


def record(what, **data):
    return records_pb2.Record(key=f"{case_no}/{what}", case_no=case_no, version=1, occurred_at=NOW, **data)


accepted = records_pb2.CaseAccepted(
    matter_code="11990001990000113L4990500007000", title="示例困难家庭临时救助", channel="window", case_type="promised", applied_at=NOW, accepted_by="示例经办一",
    organisation_code="11990001990000113L", organisation_name="示例县民政局",
    applicant=parties_pb2.Applicant(type="person", name="示例甲", id_type="citizenId", id_number="990001197001010014", mobile="10012345678"),
    materials=parties_pb2.Materials(items=[parties_pb2.Material(name="申请表", form="paper", copies=1)]))
steps = [records_pb2.CaseStep(step=name, action="approved", started_at=NOW, ended_at=NOW, handled_by="示例经办二", opinion="同意") for name in ("审核", "决定")]

with grpc.insecure_channel(address) as channel:
    intake, status = intake_pb2_grpc.IntakeStub(channel), status_pb2_grpc.StatusStub(channel)
    try:
        pushed = intake.Push(intake_pb2.PushRequest(records=[record("accepted", case_accepted=accepted)]), metadata=signed("/servicehall.v1.Intake/Push"), timeout=10)
        print(pushed.results[0].key, pushed.results[0].verdict, *(f"{error.rule} {error.field}: {error.message}" for error in pushed.results[0].errors))
        stream = intake.PushStream((record(f"step-{i}", case_step=step) for i, step in enumerate(steps)), metadata=signed("/servicehall.v1.Intake/PushStream"))
        for result in stream:
            print(result.key, result.verdict, *(f"{error.rule} {error.field}: {error.message}" for error in result.errors))
        case = status.GetCase(status_pb2.GetCaseRequest(no=case_no), metadata=signed("/servicehall.v1.Status/GetCase"), timeout=10)
        print(case_no, case.state, case.applicant.name, len(case.timeline))
    except grpc.RpcError as fault:
        sys.exit(f"{fault.code().name}: {fault.details()}")
