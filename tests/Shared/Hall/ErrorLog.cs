using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServiceHall.Tests.Hall;

/// <summary>Keeps every log line of a gateway under test. An error that no test announced fails it.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Line)> _lines = new();

    /// <summary>Errors that this test is about.</summary>
    public bool ErrorsAreExpected { get; set; }

    public IEnumerable<string> Lines => _lines.Select(line => line.Line);

    public IReadOnlyList<string> Errors => [.. _lines.Where(line => line.Level >= LogLevel.Error).Select(line => line.Line)];

    public void Check() => Assert.True(ErrorsAreExpected || Errors.Count == 0, string.Join(Environment.NewLine, Errors));

    public ILogger CreateLogger(string categoryName) => new Keeper(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Keeper(ErrorLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._lines.Enqueue((logLevel, $"{logLevel} {category} {formatter(state, exception)} {exception}"));
    }
}
