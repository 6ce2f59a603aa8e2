namespace ServiceHall.Gateway.Intake;

/// <summary>Prepares the records of a call, many at once where there are many.</summary>
internal static class Preparing
{
    private const int WorthSpreading = 32;

    /// <summary>So many records, each prepared by its number from 0.</summary>
    public static PreparedRecord[] Spread(int count, Func<int, PreparedRecord> prepare)
    {
        var prepared = new PreparedRecord[count];
        if (count < WorthSpreading)
        {
            for (var i = 0; i < count; i++)
            {
                prepared[i] = prepare(i);
            }
        }
        else
        {
            Parallel.For(0, count, i => prepared[i] = prepare(i));
        }

        return prepared;
    }
}
