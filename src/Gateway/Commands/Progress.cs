using System.Globalization;

namespace ServiceHall.Gateway.Commands;

/// <summary>How far a long work is: one line that is written over on a terminal, nothing but the end elsewhere.</summary>
internal static class Progress
{
    private static string _last = "";

    public static void Show(string what, long done, long all)
    {
        _last = string.Create(CultureInfo.InvariantCulture, $"{what} {done}/{all}");
        if (!Console.IsOutputRedirected)
        {
            Console.Write($"\r{_last}   ");
        }
    }

    public static void End() => Console.WriteLine(Console.IsOutputRedirected ? _last : "");
}
