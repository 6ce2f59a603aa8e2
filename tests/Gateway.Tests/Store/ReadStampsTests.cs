using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class ReadStampsTests
{
    private readonly ReadStamps _stamps = new();

    [Fact]
    public void What_was_read_before_a_commit_or_during_it_does_not_stand_after_it()
    {
        var before = _stamps.Of(7);

        using (_stamps.Change([7, 7, 9]))
        {
            Assert.Null(_stamps.Of(7));
            Assert.Null(_stamps.Of(9));
        }

        Assert.NotNull(before);
        Assert.NotNull(_stamps.Of(7));
        Assert.NotEqual(before, _stamps.Of(7));
    }

    [Fact]
    public void What_no_commit_changed_stands()
    {
        var before = _stamps.Of(8);

        _stamps.Change([7]).Dispose();

        Assert.Equal(before, _stamps.Of(8));
    }

    [Fact]
    public void A_commit_that_changes_what_nobody_counts_changes_all()
    {
        var before = _stamps.Of(8);

        _stamps.ChangeAll().Dispose();

        Assert.NotEqual(before, _stamps.Of(8));
    }
}
