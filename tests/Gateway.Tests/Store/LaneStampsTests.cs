using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class LaneStampsTests
{
    private readonly LaneStamps _lanes = new();

    [Fact]
    public void What_was_read_before_a_commit_or_during_it_does_not_stand_after_it()
    {
        var before = _lanes.Of(7);

        using (_lanes.Change([7, 7, 9]))
        {
            Assert.Null(_lanes.Of(7));
            Assert.Null(_lanes.Of(9));
        }

        Assert.NotNull(before);
        Assert.NotNull(_lanes.Of(7));
        Assert.NotEqual(before, _lanes.Of(7));
    }

    [Fact]
    public void What_no_commit_changed_stands()
    {
        var before = _lanes.Of(8);

        _lanes.Change([7]).Dispose();

        Assert.Equal(before, _lanes.Of(8));
    }

    [Fact]
    public void A_commit_that_changes_what_nobody_counts_changes_all()
    {
        var before = _lanes.Of(8);

        _lanes.ChangeAll().Dispose();

        Assert.NotEqual(before, _lanes.Of(8));
    }
}
