namespace ServiceHall.MockPlatforms.SampleCounty.Cases;

/// <summary>What happens to a case within its day.</summary>
internal static class Plot
{
    /// <summary>An ordinary case: an immediate one is finished at once, a promised one goes as far as the day lasts.</summary>
    public static void Usual(CaseStory story, Dice dice)
    {
        if (story.Matter.CrossRegion && story.Speaks("crossRegion.submitted") && dice.Chance(25))
        {
            story.AskFromElsewhere();
            return;
        }

        if (story.Speaks("case.submitted") && dice.Chance(70))
        {
            story.Submit();
            if (story.Speaks("case.refused") && dice.Chance(30) && !Questioned(story, dice))
            {
                return;
            }
        }

        Handled(story, dice);
    }

    /// <summary>Asked for at the weekend, and told when the department's system wakes on Monday.</summary>
    public static void OfTheWeekend(CaseStory story, Dice dice)
    {
        if (story.Speaks("case.submitted"))
        {
            story.Submit(HallDay.Weekend(dice));
        }

        Handled(story, dice);
    }

    /// <summary>Asked for in the evening; somebody looks at it tomorrow.</summary>
    public static void OfTheEvening(CaseStory story, Dice dice)
    {
        if (story.Speaks("case.submitted"))
        {
            story.Submit();
        }
        else
        {
            story.Accept();
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

    private static void Handled(CaseStory story, Dice dice)
    {
        if (!story.Matter.Immediate)
        {
            Promised(story, dice);
            return;
        }

        Whole(story);
        Afterwards(story, dice);
    }

    /// <summary>What may come between submission and acceptance; false where no acceptance will come.</summary>
    private static bool Questioned(CaseStory story, Dice dice)
    {
        story.Wait(5, 20);
        switch (dice.Between(1, 6))
        {
            case 1:
                story.Refuse();
                return false;
            case 2:
                story.Withdraw();
                return false;
            case 3:
                story.RequestSupplement();
                story.Wait(30, 60);
                story.Lapse();
                return false;
            default:
                story.RequestSupplement();
                story.Wait(20, 90);
                story.ReceiveSupplement();
                return story.Wait(2, 10);
        }
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

        if (story.Speaks("case.extended") && dice.Chance(15) && story.Wait(5, 20))
        {
            story.Extend();
            return;
        }

        if (story.Speaks("case.withdrawn") && dice.Chance(8) && story.Wait(5, 20))
        {
            story.Withdraw();
            return;
        }

        if (story.Wait(5, 60) && dice.Chance(70))
        {
            story.Close();
            Afterwards(story, dice);
        }
    }

    /// <summary>What may come after the result.</summary>
    private static void Afterwards(CaseStory story, Dice dice)
    {
        if (story.Speaks("case.delivered") && dice.Chance(40) && story.Wait(5, 30))
        {
            story.Deliver();
        }

        if (story.Speaks("evaluation.given") && dice.Chance(60) && story.Wait(1, 20))
        {
            story.Rate();
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
