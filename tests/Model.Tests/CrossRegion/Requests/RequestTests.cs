using ServiceHall.Model.CrossRegion.Requests;

namespace ServiceHall.Model.Tests.CrossRegion.Requests;

/// <summary>The three modes step by step (国办发〔2020〕35号), and what each place may not do.</summary>
public sealed class RequestTests
{
    private const string Window = "370102";
    private const string Home = "510104";
    private const string Other = "440305";

    [Fact]
    public void Online_the_home_division_does_it_all_and_what_is_missing_comes_from_where_it_was_applied_for()
    {
        var request = Opened("online");
        Assert.Equal((RequestState.Submitted, Turn.Home), (request.State, request.Turn));

        request = request.After(Home, new Deed.AskSupplement());
        Assert.Equal((RequestState.Supplementing, Turn.Receiving), (request.State, request.Turn));
        request = request.After(Window, new Deed.Resubmit()).After(Home, new Deed.Accept()).After(Home, new Deed.Decide());
        Assert.Equal((RequestState.Decided, Turn.Home), (request.State, request.Turn));
        Assert.Equal(RequestRule.NotNow, request.Broken(Home, new Deed.SendResult()));
        request = request.After(Home, new Deed.Deliver());
        Assert.Equal((RequestState.Delivered, Turn.Nobody), (request.State, request.Turn));
        Assert.True(request.IsSettled);
    }

    [Fact]
    public void Collected_elsewhere_nothing_is_handed_on_before_both_checks_have_passed()
    {
        var request = Opened("collectedElsewhere");
        Assert.Equal(RequestRule.NotChecked, request.Broken(Window, new Deed.Transfer()));
        request = request.After(Window, new Deed.CheckForm(Passed: true)).After(Window, new Deed.CheckIdentity(Passed: false));
        Assert.Equal(RequestRule.NotChecked, request.Broken(Window, new Deed.Transfer()));
        request = request.After(Window, new Deed.CheckIdentity(Passed: true)).After(Window, new Deed.Transfer());
        Assert.Equal((RequestState.Submitted, Turn.Home), (request.State, request.Turn));

        request = request.After(Home, new Deed.Accept()).After(Home, new Deed.Decide()).After(Home, new Deed.SendResult());
        Assert.Equal((RequestState.ResultSent, Turn.Receiving), (request.State, request.Turn));
        Assert.Equal(RequestRule.NotYours, request.Broken(Home, new Deed.Deliver()));
        Assert.Equal(RequestState.Delivered, request.After(Window, new Deed.Deliver()).State);
    }

    [Fact]
    public void Handled_jointly_it_is_decided_when_every_authority_has_done_its_part()
    {
        var request = Request.Of(new Opening("jointlyHandled", Window, Home, [Other, Window], [], default))
            .After(Window, new Deed.CheckForm(Passed: true)).After(Window, new Deed.CheckIdentity(Passed: true)).After(Window, new Deed.Transfer()).After(Home, new Deed.Accept());
        Assert.Equal(Turn.Authorities, request.Turn);
        Assert.Equal(RequestRule.PartsOpen, request.Broken(Home, new Deed.Decide()));
        Assert.Equal(RequestRule.NotYours, request.Broken(Home, new Deed.FinishPart()));

        request = request.After(Other, new Deed.FinishPart());
        Assert.Equal(RequestRule.PartDone, request.Broken(Other, new Deed.FinishPart()));
        Assert.Equal(RequestRule.PartsOpen, request.Broken(Home, new Deed.Decide()));
        request = request.After(Window, new Deed.FinishPart());
        Assert.Equal(Turn.Home, request.Turn);
        Assert.Equal(RequestState.Decided, request.After(Home, new Deed.Decide()).State);
    }

    [Theory]
    [InlineData("online")]
    [InlineData("collectedElsewhere")]
    [InlineData("jointlyHandled")]
    public void Who_only_received_it_is_told_that_it_neither_accepts_nor_refuses_nor_decides_whatever_the_state(string mode)
    {
        foreach (var request in Along(mode))
        {
            Assert.All<Deed>([new Deed.Accept(), new Deed.Refuse(), new Deed.Decide()], deed => Assert.Equal(RequestRule.HomeDecides, request.Broken(Window, deed)));
        }
    }

    [Fact]
    public void Who_takes_no_part_does_nothing_and_gets_nothing()
    {
        var request = Opened("collectedElsewhere", "户口簿").After(Window, new Deed.TakeIn(["户口簿"]));

        Assert.Equal(RequestRule.NotTakingPart, request.Broken(Other, new Deed.CheckForm(Passed: true)));
        Assert.Equal(RequestRule.NotTakingPart, request.Broken(Window, new Deed.Post(["户口簿"], Other, "EMS1")));
        Assert.Throws<InvalidOperationException>(() => request.After(Other, new Deed.CheckForm(Passed: true)));
    }

    [Fact]
    public void Originals_go_from_hand_to_hand_all_that_are_named_or_none()
    {
        var request = Opened("collectedElsewhere", "户口簿", "结婚证").After(Window, new Deed.TakeIn(["户口簿"]));
        Assert.Equal(RequestRule.NotInHand, request.Broken(Window, new Deed.Post(["户口簿", "结婚证"], Home, "EMS1")));
        Assert.Equal(RequestRule.NotInHand, request.Broken(Window, new Deed.Post([], Home, "EMS1")));
        Assert.Equal(RequestRule.NotInHand, request.Broken(Window, new Deed.Post(["毕业证"], Home, "EMS1")));
        Assert.Equal(RequestRule.NotInHand, request.Broken(Window, new Deed.Post(["户口簿"], Window, "EMS1")));

        request = request.After(Window, new Deed.TakeIn(["结婚证"])).After(Window, new Deed.Post(["户口簿", "结婚证"], Home, "EMS1"));
        Assert.Equal(RequestRule.NotInHand, request.Broken(Window, new Deed.Receive(["户口簿"])));
        Assert.Equal(RequestRule.NotInHand, request.Broken(Window, new Deed.GiveBack(["户口簿"])));
        request = request.After(Home, new Deed.Receive(["户口簿"]));
        Assert.Equal(new Hand.OfPlace(Home), request.Originals["户口簿"]);
        Assert.Equal(new Hand.OfPost(Window, Home, "EMS1", IsLost: false), request.Originals["结婚证"]);
    }

    [Fact]
    public void What_the_post_lost_is_found_or_received_or_comes_back()
    {
        var lost = Opened("collectedElsewhere", "户口簿").After(Window, new Deed.TakeIn(["户口簿"])).After(Window, new Deed.Post(["户口簿"], Home, "EMS1")).After(Home, new Deed.ReportLost(["户口簿"]));
        Assert.Equal(RequestRule.NotInHand, lost.Broken(Window, new Deed.ReportLost(["户口簿"])));

        Assert.Equal(new Hand.OfPost(Window, Home, "EMS1", IsLost: false), lost.After(Window, new Deed.Find(["户口簿"])).Originals["户口簿"]);
        Assert.Equal(new Hand.OfPlace(Home), lost.After(Home, new Deed.Receive(["户口簿"])).Originals["户口簿"]);
        Assert.Equal(new Hand.OfPlace(Window), lost.After(Window, new Deed.ComeBack(["户口簿"])).Originals["户口簿"]);
        Assert.Equal(RequestRule.NotInHand, lost.Broken(Home, new Deed.ComeBack(["户口簿"])));
    }

    [Fact]
    public void Originals_go_back_also_after_the_end_and_until_then_it_is_not_settled()
    {
        var refused = Transferred("户口簿").After(Home, new Deed.Receive(["户口簿"])).After(Home, new Deed.Refuse());
        var onTheWay = refused.After(Home, new Deed.Post(["户口簿"], Window, "EMS2"));
        Assert.Equal(Turn.Nobody, onTheWay.Turn);
        Assert.False(onTheWay.IsSettled);

        var back = onTheWay.After(Window, new Deed.Receive(["户口簿"])).After(Window, new Deed.GiveBack(["户口簿"]));
        Assert.Equal(new Hand.OfApplicant(), back.Originals["户口簿"]);
        Assert.True(back.IsSettled);
    }

    [Fact]
    public void A_mode_that_there_is_not_is_refused() => Assert.Throws<ArgumentException>(() => Opened("byPigeon"));

    private static Request Opened(string mode, params string[] originals) => Request.Of(new Opening(mode, Window, Home, [], originals, default));

    private static Request Transferred(params string[] originals) => Opened("collectedElsewhere", originals)
        .After(Window, new Deed.TakeIn(originals)).After(Window, new Deed.CheckForm(Passed: true)).After(Window, new Deed.CheckIdentity(Passed: true))
        .After(Window, new Deed.Transfer()).After(Window, new Deed.Post(originals, Home, "EMS1"));

    // Every state that a request of the mode comes through when all goes well, and the one in which it waits for the applicant.
    private static IEnumerable<Request> Along(string mode)
    {
        var request = Opened(mode);
        yield return request;
        if (mode != "online")
        {
            yield return request = request.After(Window, new Deed.CheckForm(Passed: true)).After(Window, new Deed.CheckIdentity(Passed: true));
            yield return request = request.After(Window, new Deed.Transfer());
        }

        yield return request.After(Home, new Deed.AskSupplement());
        yield return request = request.After(Home, new Deed.Accept());
        yield return request = request.After(Home, new Deed.Decide());
        yield return request.After(Home, new Deed.Deliver());
    }
}
