using System.Net;

namespace ServiceHall.MockPlatforms;

/// <summary>What is unsigned is for this machine only: to everybody else it is not there.</summary>
internal static class BackDoor
{
    public static RequestDelegate Local(RequestDelegate inner) => http =>
    {
        if (http.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller))
        {
            return inner(http);
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };
}
