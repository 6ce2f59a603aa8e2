namespace ServiceHall.MockPlatforms.SampleCounty.Cases;

/// <summary>What happens to a case within its day.</summary>
internal static class Plot
{
    /// <summary>An ordinary case: an immediate one is finished at once, a promised one goes as far as the day lasts.</summary>
    public static void Usual(CaseStory story, Dice dice)
    {
        if (dice.Chance(70))
        {
            story.Submit();
        }

        if (story.Matter.Immediate)
        {
            Whole(story);
        }
        else
        {
            Promised(story, dice);
        }
    }

    /// <summary>Accepted, handled and closed within the hour.</summary>
    public static void Whole(CaseStory story)
    {
        story.Accept();
        story.Wait(3, 20);
        story.Step();
        story.Wait(1, 15);
        story.Close();
    }

    private static void Promised(CaseStory story, Dice dice)
    {
        story.Accept();
        for (var steps = dice.Between(1, 4); steps > 0; steps--)
        {
            var goesOn = story.Wait(10, 60) && (!dice.Chance(15) || Pause(story, dice));
            if (!goesOn)
            {
                return;
            }

            story.Step();
        }

        if (story.Wait(5, 60) && dice.Chance(70))
        {
            story.Close();
        }
    }

    /// <summary>A special procedure; false when it is still open as the day ends.</summary>
    private static bool Pause(CaseStory story, Dice dice)
    {
        story.Pause();
        if (!dice.Chance(80) || !story.Wait(20, 120))
        {
            return false;
        }

        story.Resume();
        return story.Wait(5, 30);
    }
}
