using System.Security.Cryptography;
using System.Text.Json;

namespace ServiceHall.Gateway.Store;

/// <summary>The keys that seal the store. Whoever loses this file has lost every body in it: it is backed up apart from the database.</summary>
internal sealed class DataKeys
{
    private readonly Dictionary<int, byte[]> _keys;

    private DataKeys(int current, Dictionary<int, byte[]> keys, byte[] digestKey) => (Current, _keys, DigestKey) = (current, keys, digestKey);

    /// <summary>The version that new bodies are sealed under.</summary>
    public int Current { get; }

    public byte[] DigestKey { get; }

    public byte[] Key(int version) => _keys.TryGetValue(version, out var key) ? key : throw new CryptographicException($"The key file has no key of version {version}.");

    /// <summary>Keys for this process alone: what they seal is gone with it.</summary>
    public static DataKeys Ephemeral() => new(1, new Dictionary<int, byte[]> { [1] = RandomNumberGenerator.GetBytes(32) }, RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads the key file.</summary>
    /// <exception cref="InvalidDataException">It is not a key file.</exception>
    public static DataKeys Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = document.RootElement;
            var keys = root.GetProperty("keys").EnumerateArray().ToDictionary(key => key.GetProperty("version").GetInt32(), key => key.GetProperty("key").GetBytesFromBase64());
            var current = root.GetProperty("current").GetInt32();
            var digestKey = root.GetProperty("digestKey").GetBytesFromBase64();
            if (keys.Values.Append(digestKey).Any(key => key.Length != 32) || !keys.ContainsKey(current))
            {
                throw new InvalidDataException($"The key file {file} needs keys of 32 bytes, a digestKey of 32 bytes, and a current version among them.");
            }

            return new DataKeys(current, keys, digestKey);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"The key file {file} can't be read: {fault.Message}", fault);
        }
    }

    /// <summary>Makes a new key file that only its owner can read. It must not exist.</summary>
    public static DataKeys Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(file, options))
        {
            JsonSerializer.Serialize(stream, new
            {
                current = 1,
                keys = new[] { new { version = 1, algorithm = "aes-256-gcm", key = RandomNumberGenerator.GetBytes(32) } },
                digestKey = RandomNumberGenerator.GetBytes(32),
            });
            stream.Flush(flushToDisk: true);
        }

        return Read(file);
    }
}
