using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>A platform that is switched off in the settings for a while, and on again, over the same store.</summary>
public sealed class EnabledLaterTests
{
    [Fact]
    public async Task A_resume_is_taken_also_where_its_pause_came_before_the_platform_was_enabled()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var folder = Directory.CreateTempSubdirectory("hall-").FullName;
        await using (var off = await TestHall.StartAsync(folder: folder))
        {
            await off.Client().PushAsync(Samples.Accepted("E-1"), Samples.Paused("E-1"));
        }

        await using (var on = await TestHall.StartAsync(province, folder: folder))
        {
            var resumed = await on.Client().PushAsync(Samples.Resumed("E-1"));
            Assert.True(resumed.Status == 200, resumed.ToString());
            Assert.Equal("accepted", Assert.Single(resumed.Verdicts));
        }

        TestStore.Remove(folder);
    }
}
