namespace ServiceHall.MockPlatforms.SampleCounty.People;

/// <summary>Citizen numbers (GB 11643) of areas 990001 to 990099, which no division has.</summary>
internal static class CitizenIds
{
    private const string CheckDigits = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Somebody born from 1950 to 2007.</summary>
    public static string Make(Dice dice)
    {
        var birth = new DateOnly(1950, 1, 1).AddDays(dice.Between(0, 21183));
        var front = $"9900{dice.Between(1, 99):00}{birth:yyyyMMdd}{dice.Between(1, 999):000}";
        return front + Check(front);
    }

    public static string MakeEndingInX(Dice dice)
    {
        while (true)
        {
            if (Make(dice) is [.., 'X'] number)
            {
                return number;
            }
        }
    }

    /// <summary>The same number with a check digit that is not its own.</summary>
    public static string Spoil(string number) => number[..17] + (number[17] is 'X' ? 0 : (number[17] - '0' + 1) % 10);

    private static char Check(string front) => CheckDigits[front.Select((digit, at) => (digit - '0') * Weights[at]).Sum() % 11];
}
