using System.Collections.Immutable;

namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>
/// 跨省通办申请 as it stands after some acts. It is the acts' alone: places that have the same acts see the same request, in whatever order these reached them.
/// </summary>
public sealed record Request
{
    private Request(Opening opening) => Opening = opening;

    public Opening Opening { get; }

    public RequestState State { get; private init; }

    /// <summary>形式审查: null while nobody has looked.</summary>
    public bool? FormPassed { get; private init; }

    /// <summary>身份核验: null while nobody has looked.</summary>
    public bool? IdentityPassed { get; private init; }

    /// <summary>联办单位 that have done their parts.</summary>
    public ImmutableHashSet<string> Done { get; private init; } = [];

    /// <summary>In whose hand each paper original is.</summary>
    public ImmutableSortedDictionary<string, Hand> Originals { get; private init; } = ImmutableSortedDictionary<string, Hand>.Empty;

    /// <summary>Whose turn it is.</summary>
    public Turn Turn => State switch
    {
        RequestState.Collected or RequestState.Supplementing or RequestState.ResultSent => Turn.Receiving,
        RequestState.Accepted when PartsOpen => Turn.Authorities,
        RequestState.Submitted or RequestState.Accepted or RequestState.Decided => Turn.Home,
        _ => Turn.Nobody,
    };

    /// <summary>Whether it ended and every original is back with the applicant or where it was left on purpose: nothing is on its way or lost.</summary>
    public bool IsSettled => Turn == Turn.Nobody && !Originals.Values.Any(hand => hand is Hand.OfPost);

    private bool PartsOpen => Opening.Authorities.Any(division => !Done.Contains(division));

    /// <summary>A new one, before anybody did anything.</summary>
    /// <exception cref="ArgumentException">No such mode.</exception>
    public static Request Of(Opening opening) => new(opening)
    {
        State = RequestFlow.First(opening.Mode),
        Originals = opening.Originals.ToImmutableSortedDictionary(original => original, Hand (_) => new Hand.OfApplicant(), StringComparer.Ordinal),
    };

    /// <summary>Why this can't be done to it by that division as it stands; null where it can.</summary>
    public RequestRule? Broken(string by, Deed deed) =>
        !Opening.Concerns(by) ? RequestRule.NotTakingPart
        : deed is Deed.OfOriginals originals ? BrokenCustody(by, originals)
        : deed is Deed.Accept or Deed.Refuse or Deed.Decide && by != Opening.Home ? RequestRule.HomeDecides
        : RequestFlow.Find(Opening.Mode, State, deed) is not { } move ? RequestRule.NotNow
        : !MaySpeakFor(by, move.By) ? RequestRule.NotYours
        : BrokenGuard(by, deed);

    /// <summary>It after this was done.</summary>
    /// <exception cref="InvalidOperationException">It can't be done; the message is the rule's id.</exception>
    public Request After(string by, Deed deed)
    {
        if (Broken(by, deed) is { } rule)
        {
            throw new InvalidOperationException(rule.Id);
        }

        return deed switch
        {
            Deed.OfOriginals originals => this with { Originals = Originals.SetItems(originals.Originals.Select(name => KeyValuePair.Create(name, Originals[name].After(originals, by)!))) },
            Deed.CheckForm form => this with { FormPassed = form.Passed },
            Deed.CheckIdentity identity => this with { IdentityPassed = identity.Passed },
            Deed.FinishPart => this with { Done = Done.Add(by) },
            _ => this with { State = RequestFlow.Find(Opening.Mode, State, deed)!.To },
        };
    }

    private RequestRule? BrokenGuard(string by, Deed deed) => deed switch
    {
        Deed.Transfer when (FormPassed, IdentityPassed) is not (true, true) => RequestRule.NotChecked,
        Deed.FinishPart when Done.Contains(by) => RequestRule.PartDone,
        Deed.Decide when PartsOpen => RequestRule.PartsOpen,
        _ => null,
    };

    private RequestRule? BrokenCustody(string by, Deed.OfOriginals deed) =>
        deed is Deed.Post post && !Opening.Concerns(post.To) ? RequestRule.NotTakingPart
        : deed.Originals.Count > 0 && deed.Originals.All(name => Originals.TryGetValue(name, out var hand) && hand.After(deed, by) is not null) ? null
        : RequestRule.NotInHand;

    private bool MaySpeakFor(string division, Side side) => side switch
    {
        Side.Receiving => division == Opening.Receiving,
        Side.Home => division == Opening.Home,
        _ => Opening.Authorities.Contains(division, StringComparer.Ordinal),
    };
}
