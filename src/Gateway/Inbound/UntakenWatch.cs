using System.Text;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary>Gives tasks back that nobody took in time. Time is the hall's.</summary>
internal sealed class UntakenWatch(StoreWriter writer, Hall hall, TimeProvider machine) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, machine);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReviewAsync();
        }
    }

    /// <summary>Looks once, in pages, until nothing is left to do.</summary>
    public async Task ReviewAsync()
    {
        UntakenReview review;
        do
        {
            review = new UntakenReview(hall);
            writer.Enqueue(review);
        }
        while (await review.Done == UntakenReview.Page);
    }
}

/// <summary>One page of tasks that go back; answers how many.</summary>
internal sealed class UntakenReview(Hall hall) : WriteWork<int>
{
    public const int Page = 200;

    private const string TooLate = "task.not-taken";
    private const string Reason = "超过接收时限，自动退回";

    public override int Weight => Page;

    public override void Apply(WriteGroup group)
    {
        var now = hall.Clock.Now.ToUnixTimeMilliseconds();
        var untaken = group.Session.ReadUntaken(now, Page);
        foreach (var task in untaken)
        {
            var returned = task with { State = TaskState.Returned, Changed = now, Word = hall.Sealer.Seal(Encoding.UTF8.GetBytes(Reason), task.Id.ToByteArray()) };
            group.Session.Change(returned);
            TaskChange.Tell(returned, task.State, TooLate, group);
        }

        Answer = untaken.Count;
    }
}
