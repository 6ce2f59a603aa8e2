using System.Text.Json;
using Google.Protobuf;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;

namespace ServiceHall.Gateway.Rpc;

/// <summary>The body that a message would be over REST, strict as there: a member comes by its field or in extra, not both.</summary>
internal static class MessageBody
{
    /// <param name="wanted">What is told to whoever sends something else.</param>
    public static JsonDocument Of(IMessage? message, string wanted)
    {
        try
        {
            return message is not null && CanonicalRecord.TryWriteRequest(message) is { } json ? StrictJson.Parse(json) : throw RpcProblem.Of(ProblemCodes.BodyMalformed, wanted);
        }
        catch (JsonException)
        {
            throw RpcProblem.Of(ProblemCodes.BodyMalformed, wanted);
        }
    }
}
