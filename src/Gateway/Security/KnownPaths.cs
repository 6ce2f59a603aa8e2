using Microsoft.AspNetCore.Routing.Template;

namespace ServiceHall.Gateway.Security;

/// <summary>
/// Which methods a path takes. The server's routing says 405 of a path like <c>/v1/platforms/one-window</c>, which is none: it picks by method before it
/// looks at what stands behind the name (<c>:stop</c>), and its <c>Allow</c> has the methods of both. A name has no colon in it: what stands behind one is a verb.
/// </summary>
internal sealed class KnownPaths(EndpointDataSource endpoints)
{
    private readonly IReadOnlyList<(TemplateMatcher Path, string Method)> _paths =
    [
        .. from route in endpoints.Endpoints.OfType<RouteEndpoint>()
           where route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
           from method in route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
           select (new TemplateMatcher(TemplateParser.Parse(route.RoutePattern.RawText!), []), method),
    ];

    /// <summary>The methods, in order; none where there is no such path.</summary>
    public IReadOnlyList<string> Methods(PathString path) => [.. _paths.Where(one => HasVerb(one.Path.Template.TemplateText!) == HasVerb(path.Value!) && one.Path.TryMatch(path, [])).Select(one => one.Method).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static bool HasVerb(string path) => path.Contains(':', StringComparison.Ordinal);
}
