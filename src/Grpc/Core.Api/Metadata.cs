using System.Collections;
using System.Text;

namespace Grpc.Core;

/// <summary>Headers or trailers of a call, in order; a key may come more than once.</summary>
public sealed class Metadata : IList<Metadata.Entry>
{
    /// <summary>How the key of a value of bytes ends.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>No entries, and none can be added.</summary>
    public static readonly Metadata Empty = new(isReadOnly: true);

    private readonly List<Entry> _entries = [];

    public Metadata()
        : this(isReadOnly: false)
    {
    }

    private Metadata(bool isReadOnly) => IsReadOnly = isReadOnly;

    public int Count => _entries.Count;

    public bool IsReadOnly { get; }

    public Entry this[int index]
    {
        get => _entries[index];
        set => Changeable()[index] = NotNull(value);
    }

    /// <summary>The last entry of this key in whatever case, or null.</summary>
    public Entry? Get(string key) => _entries.FindLast(entry => entry.Is(key));

    /// <summary>Its value, or null.</summary>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>Its bytes, or null.</summary>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>Every entry of this key.</summary>
    public IEnumerable<Entry> GetAll(string key) => _entries.Where(entry => entry.Is(key));

    public void Add(Entry item) => Changeable().Add(NotNull(item));

    public void Add(string key, string value) => Add(new Entry(key, value));

    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    public void Insert(int index, Entry item) => Changeable().Insert(index, NotNull(item));

    public void Clear() => Changeable().Clear();

    public bool Contains(Entry item) => _entries.Contains(item);

    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    public int IndexOf(Entry item) => _entries.IndexOf(item);

    public bool Remove(Entry item) => Changeable().Remove(item);

    public void RemoveAt(int index) => Changeable().RemoveAt(index);

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Entry NotNull(Entry? entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry;
    }

    private List<Entry> Changeable() => IsReadOnly ? throw new InvalidOperationException("This metadata can't be changed.") : _entries;

    /// <summary>A key and its value: text of ASCII, or bytes where the key ends with <see cref="BinaryHeaderSuffix"/>.</summary>
    public sealed class Entry
    {
        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <exception cref="ArgumentException">The key does not end as that of bytes must, or holds a character that no key may hold.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            Key = Normal(key);
            ArgumentNullException.ThrowIfNull(valueBytes);
            _bytes = IsBinary ? [.. valueBytes] : throw new ArgumentException($"The key of bytes ends with {BinaryHeaderSuffix}.", nameof(key));
        }

        /// <exception cref="ArgumentException">The key ends as that of bytes does, or holds a character that no key may hold.</exception>
        public Entry(string key, string value)
        {
            Key = Normal(key);
            ArgumentNullException.ThrowIfNull(value);
            _text = IsBinary ? throw new ArgumentException($"The key of text does not end with {BinaryHeaderSuffix}.", nameof(key)) : value;
        }

        /// <summary>In lower case.</summary>
        public string Key { get; }

        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>The bytes, or those of the text.</summary>
        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_text!) : [.. _bytes];

        /// <exception cref="InvalidOperationException">It is bytes.</exception>
        public string Value => _text ?? throw new InvalidOperationException("It is bytes, not text.");

        /// <inheritdoc/>
        public override string ToString() => _bytes is null ? $"[Entry: key={Key}, value={_text}]" : $"[Entry: key={Key}, valueBytes={Convert.ToBase64String(_bytes)}]";

        internal bool Is(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);

        private static string Normal(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            var lower = key.ToLowerInvariant();
            return lower.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? lower : throw new ArgumentException("A key holds letters, digits, dots, underscores and hyphens.", nameof(key));
        }
    }
}
