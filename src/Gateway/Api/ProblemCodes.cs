namespace ServiceHall.Gateway.Api;

/// <summary>One way a call can fail. The code says whose side it is on and never changes.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Grpc">The gRPC status of the same.</param>
/// <param name="Detail">For people, in Chinese.</param>
internal sealed record ProblemCode(string Code, int Status, string Grpc, string Detail);

/// <summary>The one table of problems, HTTP and gRPC statuses.</summary>
internal static class ProblemCodes
{
    public static readonly ProblemCode NotSigned = new("caller.not-signed", 401, "UNAUTHENTICATED", "调用没有签名，或签名所需的请求头不完整");
    public static readonly ProblemCode NoClients = NotSigned with { Detail = "尚未登记任何接入方：请在设置的 Clients 中添加（Clients:0:Key、Clients:0:Secret、Clients:0:Role、Clients:0:Departments:0）" };
    public static readonly ProblemCode SignatureWrong = new("caller.signature-wrong", 401, "UNAUTHENTICATED", "签名不正确");
    public static readonly ProblemCode StreamInClear = SignatureWrong with { Detail = "以 STREAM 签名的流式上传只能经 TLS 或在本机上进行" };
    public static readonly ProblemCode RpcInClear = SignatureWrong with { Detail = "gRPC 调用只能经 TLS 或在本机上进行" };
    public static readonly ProblemCode ClockOff = new("caller.clock-off", 401, "UNAUTHENTICATED", "调用方时钟与本机相差超过 5 分钟");
    public static readonly ProblemCode NonceRepeated = new("caller.nonce-repeated", 401, "UNAUTHENTICATED", "该随机数已经用过，重试时请重新签名");
    public static readonly ProblemCode NotYours = new("caller.not-yours", 403, "PERMISSION_DENIED", "无权进行此项操作");
    public static readonly ProblemCode NoSuchPath = new("caller.no-such-path", 404, "UNIMPLEMENTED", "没有这个地址");
    public static readonly ProblemCode Method = new("caller.method", 405, "UNIMPLEMENTED", "该地址不支持这个方法");
    public static readonly ProblemCode NoSuchCase = new("caller.no-such-case", 404, "NOT_FOUND", "没有这个办件");
    public static readonly ProblemCode NoSuchRecord = new("caller.no-such-record", 404, "NOT_FOUND", "没有这条记录");
    public static readonly ProblemCode NoSuchTask = new("caller.no-such-task", 404, "NOT_FOUND", "没有这个任务");
    public static readonly ProblemCode NoSuchRequest = new("caller.no-such-request", 404, "NOT_FOUND", "没有这个跨省通办申请");
    public static readonly ProblemCode NoRoute = new("request.no-route", 409, "FAILED_PRECONDITION", "没有通往该属地的办理路径，没有保存任何内容；原因见 errors");
    public static readonly ProblemCode DeedRefused = new("request.refused", 409, "FAILED_PRECONDITION", "不能这样办理，没有保存任何内容；原因见 errors");
    public static readonly ProblemCode NumberTaken = new("caller.number-taken", 409, "ALREADY_EXISTS", "这个编号已用于内容不同的另一件，没有保存任何内容");
    public static readonly ProblemCode NumberAmbiguous = new("caller.number-ambiguous", 409, "FAILED_PRECONDITION", "多个办件使用这个编号，请用 issuer 指明编号的发放单位");
    public static readonly ProblemCode BodyTooLarge = new("caller.body-too-large", 413, "RESOURCE_EXHAUSTED", "请求体超过 8 MiB");
    public static readonly ProblemCode TooManyRecords = new("caller.too-many-records", 413, "RESOURCE_EXHAUSTED", "一次最多 1000 条记录");
    public static readonly ProblemCode ContentType = new("caller.content-type", 415, "INVALID_ARGUMENT", "不支持的内容类型");
    public static readonly ProblemCode BodyMalformed = new("caller.body-malformed", 400, "INVALID_ARGUMENT", "请求体不是所要求的格式");
    public static readonly ProblemCode BodySlow = new("caller.body-slow", 408, "DEADLINE_EXCEEDED", "请求体传得太慢，或中途停止；没有保存任何内容，请重新发送");
    public static readonly ProblemCode StreamIdle = new("caller.stream-idle", 408, "DEADLINE_EXCEEDED", "上传流长时间没有数据；已有结论的行都已保存，其余请重新发送");
    public static readonly ProblemCode QueryMalformed = new("caller.query-malformed", 400, "INVALID_ARGUMENT", "查询参数不正确");
    public static readonly ProblemCode CursorUnknown = new("caller.cursor-unknown", 400, "INVALID_ARGUMENT", "游标不可用：不是本网关给出的，或数据库已恢复到更早的备份；请以 after=now 取得新游标，并重新查询所关心的办件");
    public static readonly ProblemCode CursorExpired = new("caller.cursor-expired", 410, "OUT_OF_RANGE", "游标早于变更的保留期，其后的变更已不全：先以 after=now 取得新游标（next），再重新查询所关心的办件，然后从新游标读起；不带 after 则从仍保留的最早变更读起");
    public static readonly ProblemCode ReasonMissing = new("caller.reason-missing", 400, "INVALID_ARGUMENT", "请说明理由（reason，1 至 500 个字符）");
    public static readonly ProblemCode NoSuchDelivery = new("caller.no-such-delivery", 404, "NOT_FOUND", "这条记录没有到该平台的报送");
    public static readonly ProblemCode NoSuchPlatform = new("caller.no-such-platform", 404, "NOT_FOUND", "没有启用这个平台");
    public static readonly ProblemCode WrongState = new("caller.wrong-state", 409, "FAILED_PRECONDITION", "当前状态不允许此项操作");
    public static readonly ProblemCode ActRefused = new("task.refused", 409, "FAILED_PRECONDITION", "不能这样办理，没有保存任何内容；原因见 errors");
    public static readonly ProblemCode Busy = new("hall.busy", 503, "UNAVAILABLE", "网关繁忙，请稍后重试");
    public static readonly ProblemCode ConfigurationInvalid = new("hall.configuration-invalid", 409, "FAILED_PRECONDITION", "部门目录中的映射或码表有错误，原配置继续有效");
    public static readonly ProblemCode Fault = new("hall.fault", 500, "INTERNAL", "网关内部故障，请联系大厅运维人员");

    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        NotSigned, SignatureWrong, ClockOff, NonceRepeated, NotYours, NoSuchPath, Method, NoSuchCase, NoSuchRecord, NoSuchTask, NoSuchRequest, NoRoute, DeedRefused, NumberTaken, NumberAmbiguous, BodyTooLarge, TooManyRecords,
        ContentType, BodyMalformed, BodySlow, StreamIdle, QueryMalformed, CursorUnknown, CursorExpired, ReasonMissing, NoSuchDelivery, NoSuchPlatform, WrongState, ActRefused, Busy, ConfigurationInvalid, Fault,
    ];
}
