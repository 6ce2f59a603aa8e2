using Spectre.Console;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>Shows the day while it is played: a table that is written over on a terminal, a line a happening elsewhere.</summary>
internal static class LiveDay
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether a table can be written over here.</summary>
    public static bool IsPossible => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("CI") is null && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Plays the day; what is shown is looked at beside it and never waited for.</summary>
    public static Task ShowAsync(Func<DayView> look, Func<Task> play) => IsPossible
        ? AnsiConsole.Live(DayTable.Of(look(), AnsiConsole.Profile.Width)).Overflow(VerticalOverflow.Crop).StartAsync(context => PlayAsync(context, look, play))
        : play();

    private static async Task PlayAsync(LiveDisplayContext context, Func<DayView> look, Func<Task> play)
    {
        var playing = play();
        while (!playing.IsCompleted)
        {
            context.UpdateTarget(DayTable.Of(look(), AnsiConsole.Profile.Width));
            await Task.WhenAny(playing, Task.Delay(Every));
        }

        context.UpdateTarget(DayTable.Of(look(), AnsiConsole.Profile.Width));
        await playing;
    }
}
