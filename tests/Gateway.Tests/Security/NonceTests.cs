using ServiceHall.Gateway.Security;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Security;

public sealed class NonceTests(OneHall one) : IClassFixture<OneHall>
{
    private const string Target = "/v1/cases?no=nobody";

    [Fact]
    public async Task A_nonce_is_used_up_by_its_first_call()
    {
        var mz = one.Hall.Client();

        var first = await SendAsync(mz, "nonce-of-the-first-test");
        var second = await SendAsync(mz, "nonce-of-the-first-test");

        Assert.Equal("caller.no-such-case", first.Code);
        Assert.Equal((401, "caller.nonce-repeated"), (second.Status, second.Code));
    }

    [Theory]
    [InlineData(61)]
    [InlineData(-61)]
    [InlineData(290)]
    public async Task It_stays_used_under_a_timestamp_of_another_minute(int seconds)
    {
        var mz = one.Hall.Client();
        var nonce = $"nonce-of-another-minute{seconds}";
        await SendAsync(mz, nonce);
        mz.Clock = () => TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds);

        var again = await SendAsync(mz, nonce);

        Assert.Equal("caller.nonce-repeated", again.Code);
    }

    [Fact]
    public async Task A_wrong_signature_does_not_burn_it()
    {
        var mz = one.Hall.Client();
        using var stranger = new SignedClient(one.Hall.Url, "mz", "a-secret-somebody-guessed");

        var wrong = await SendAsync(stranger, "nonce-somebody-tries-to-burn");
        var right = await SendAsync(mz, "nonce-somebody-tries-to-burn");

        Assert.Equal("caller.signature-wrong", wrong.Code);
        Assert.Equal("caller.no-such-case", right.Code);
    }

    [Fact]
    public async Task It_belongs_to_its_key()
    {
        await SendAsync(one.Hall.Client(), "nonce-of-two-departments");

        var other = await SendAsync(one.Hall.Client("rs"), "nonce-of-two-departments");

        Assert.Equal("caller.no-such-case", other.Code);
    }

    [Fact]
    public void Of_many_calls_at_once_with_one_nonce_just_one_comes_through()
    {
        const int Rounds = 500;
        var memory = new NonceMemory(TimeSpan.FromMinutes(5));
        var now = DateTimeOffset.UnixEpoch;
        var through = new int[Rounds];

        // Each under timestamps of several minutes.
        Parallel.For(0, Rounds * 10, i =>
        {
            var round = i / 10;
            if (memory.TryUse("mz", $"the-very-same-nonce-{round}", now.AddMinutes(i % 5), now))
            {
                Interlocked.Increment(ref through[round]);
            }
        });
        foreach (var round in Enumerable.Range(0, Rounds))
        {
            using var together = new Barrier(2);
            Parallel.Invoke(() => Try(round, 0), () => Try(round, 1));

            void Try(int which, int minute)
            {
                together.SignalAndWait(TimeSpan.FromSeconds(1));
                if (memory.TryUse("mz", $"of-two-at-once-{which}", now.AddMinutes(minute), now))
                {
                    Interlocked.Increment(ref through[which]);
                }
            }
        }

        Assert.All(through, passed => Assert.Equal(2, passed));
    }

    [Fact]
    public void It_is_forgotten_once_its_timestamp_has_left_the_window()
    {
        var memory = new NonceMemory(TimeSpan.FromMinutes(5));
        var then = DateTimeOffset.UnixEpoch;
        memory.TryUse("mz", "nonce", then, then);

        Assert.False(memory.TryUse("mz", "nonce", then.AddMinutes(5), then.AddMinutes(5)));
        Assert.True(memory.TryUse("mz", "nonce", then.AddMinutes(7), then.AddMinutes(7)));
    }

    private static Task<Answer> SendAsync(SignedClient client, string nonce) => client.SendAsync(HttpMethod.Get, Target, [], request =>
    {
        request.Headers.Clear();
        client.Sign(request, "GET", Target, [], nonce);
    });
}
