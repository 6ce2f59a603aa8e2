using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>Contract section 5: "a row refused alone is quarantined, and if the first probes all fail alike the platform is stopped".</summary>
public sealed class IsolationsTests
{
    private readonly Isolations _isolations = new();

    [Fact]
    public void One_refused_alone_is_tried_once_more_and_is_to_blame_where_others_were_taken_meanwhile()
    {
        Assert.Equal(Blame.Unclear, _isolations.Blame(1, isolation: null));
        Take(2);

        Assert.Equal(Blame.Row, _isolations.Blame(1, isolation: null));
    }

    [Fact]
    public void One_from_a_batch_of_which_others_were_taken_is_to_blame_at_once()
    {
        var isolation = _isolations.Begin();
        Take(2);

        Assert.Equal(Blame.Row, _isolations.Blame(1, isolation));
    }

    [Fact]
    public void One_that_fails_twice_with_nobody_else_about_is_to_blame_where_the_platform_took_something_before()
    {
        Take(2);

        Assert.Equal([Blame.Unclear, Blame.Row], [_isolations.Blame(1, isolation: null), _isolations.Blame(1, isolation: null)]);
    }

    [Fact]
    public void A_platform_that_never_took_anything_is_to_blame_for_the_second_failure_of_one()
    {
        Assert.Equal([Blame.Unclear, Blame.Platform], [_isolations.Blame(1, isolation: null), _isolations.Blame(1, isolation: null)]);
    }

    [Fact]
    public void Several_that_fail_with_nothing_taken_between_them_are_the_platforms_fault_whatever_it_took_before()
    {
        Take(9);

        Assert.Equal([Blame.Unclear, Blame.Unclear, Blame.Platform], [_isolations.Blame(1, isolation: null), _isolations.Blame(2, isolation: null), _isolations.Blame(1, isolation: null)]);
    }

    [Fact]
    public void The_first_probes_of_a_long_batch_that_all_fail_are_the_platforms_fault()
    {
        var isolation = _isolations.Begin();

        Assert.Contains(Blame.Platform, Enumerable.Range(1, 8).Select(subject => _isolations.Blame(subject, isolation)));
    }

    [Fact]
    public void Poisoned_rows_beside_others_that_are_taken_never_stop_the_platform()
    {
        for (var subject = 1; subject <= 100; subject++)
        {
            Assert.NotEqual(Blame.Platform, _isolations.Blame(subject, isolation: null));
            Assert.NotEqual(Blame.Platform, _isolations.Blame(1000 + subject, isolation: null));
            Take(5000 + subject);
        }
    }

    private void Take(long subject) => _isolations.Saw(new Outcome.Answered([new RowReceipt($"row-{subject}", null, null)], []), [subject]);
}
