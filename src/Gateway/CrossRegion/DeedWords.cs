using ServiceHall.Model.CrossRegion.Requests;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary>What is said with a deed, as far as the deed itself needs it.</summary>
internal sealed record DeedFields(bool? Passed, IReadOnlyList<string> Originals, string? To, string? TrackingNo);

/// <summary>The word of each deed: in calls, in packages and in timelines.</summary>
internal static class DeedWords
{
    private static readonly Dictionary<string, (Type Deed, Func<DeedFields, Deed> Make)> ByWord = new(StringComparer.Ordinal)
    {
        ["checkForm"] = (typeof(Deed.CheckForm), said => new Deed.CheckForm(said.Passed!.Value)),
        ["checkIdentity"] = (typeof(Deed.CheckIdentity), said => new Deed.CheckIdentity(said.Passed!.Value)),
        ["transfer"] = (typeof(Deed.Transfer), _ => new Deed.Transfer()),
        ["resubmit"] = (typeof(Deed.Resubmit), _ => new Deed.Resubmit()),
        ["withdraw"] = (typeof(Deed.Withdraw), _ => new Deed.Withdraw()),
        ["supplement"] = (typeof(Deed.AskSupplement), _ => new Deed.AskSupplement()),
        ["accept"] = (typeof(Deed.Accept), _ => new Deed.Accept()),
        ["refuse"] = (typeof(Deed.Refuse), _ => new Deed.Refuse()),
        ["finishPart"] = (typeof(Deed.FinishPart), _ => new Deed.FinishPart()),
        ["decide"] = (typeof(Deed.Decide), _ => new Deed.Decide()),
        ["sendResult"] = (typeof(Deed.SendResult), _ => new Deed.SendResult()),
        ["deliver"] = (typeof(Deed.Deliver), _ => new Deed.Deliver()),
        ["takeIn"] = (typeof(Deed.TakeIn), said => new Deed.TakeIn(said.Originals)),
        ["giveBack"] = (typeof(Deed.GiveBack), said => new Deed.GiveBack(said.Originals)),
        ["post"] = (typeof(Deed.Post), said => new Deed.Post(said.Originals, said.To!, said.TrackingNo!)),
        ["receive"] = (typeof(Deed.Receive), said => new Deed.Receive(said.Originals)),
        ["reportLost"] = (typeof(Deed.ReportLost), said => new Deed.ReportLost(said.Originals)),
        ["find"] = (typeof(Deed.Find), said => new Deed.Find(said.Originals)),
        ["comeBack"] = (typeof(Deed.ComeBack), said => new Deed.ComeBack(said.Originals)),
    };

    private static readonly Dictionary<Type, string> ByDeed = ByWord.ToDictionary(one => one.Value.Deed, one => one.Key);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> All => ByWord.Keys;

    /// <summary>The word of a deed.</summary>
    public static string Word(this Deed deed) => ByDeed[deed.GetType()];

    /// <summary>Whether there is such a word.</summary>
    public static bool IsWord(string word) => ByWord.ContainsKey(word);

    /// <summary>Whether a deed says how a look at something ended.</summary>
    public static bool IsCheck(string word) => word is "checkForm" or "checkIdentity";

    /// <summary>Whether it is about paper originals.</summary>
    public static bool IsOfOriginals(string word) => ByWord[word].Deed.IsAssignableTo(typeof(Deed.OfOriginals));

    /// <summary>Whether it says where to and by which number of the post.</summary>
    public static bool IsPosting(string word) => word == "post";

    /// <summary>The deed; what its word needs must be there.</summary>
    public static Deed Of(string word, DeedFields said) => ByWord[word].Make(said);
}
