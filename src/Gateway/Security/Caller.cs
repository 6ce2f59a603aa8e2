using System.Text;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Security;

/// <summary>What a client is.</summary>
internal enum Role
{
    Department,
    Platform,
    Operator,
}

/// <summary>A client of the settings who signed a call.</summary>
internal sealed class Caller
{
    private readonly HashSet<string> _departments;

    public Caller(ClientSettings settings)
    {
        Key = settings.Key;
        Secret = Encoding.UTF8.GetBytes(ClientSecret.Of(settings));
        Role = Enum.Parse<Role>(settings.Role, ignoreCase: true);
        Departments = settings.Departments;
        Platform = settings.Platform;
        _departments = settings.Departments.ToHashSet(StringComparer.Ordinal);
    }

    public string Key { get; }

    public Role Role { get; }

    public IReadOnlyList<string> Departments { get; }

    /// <summary>Which platform a platform is; null for all others.</summary>
    public string? Platform { get; }

    internal byte[] Secret { get; }

    /// <summary>Whether it may push records of this department.</summary>
    public bool MaySpeakFor(string department) => Role == Role.Department && _departments.Contains(department);

    /// <summary>The only departments it may read of; null where it may read of all. A platform reads what its profile grants: the one-window platform all.</summary>
    public IReadOnlyList<string>? ReadsOnly => Role == Role.Department ? Departments : null;

    /// <summary>Whether it may read this department's cases, records and changes.</summary>
    public bool MayRead(string department) => ReadsOnly is null || _departments.Contains(department);

    /// <inheritdoc/>
    public override string ToString() => $"{Role} {Key}";
}
