using System.Collections.Immutable;

namespace Alma.Learning.Streams;

/// <summary>
/// In which order the classes of a data set come with a stream. Learners number classes in that order, so that those that have come are
/// always the first; what is shown to people has the numbers of the data set.
/// </summary>
public sealed class ClassArrivals
{
    private readonly ImmutableArray<int> countAfter; // megabatch
    private readonly ImmutableArray<byte> places; // class of the data set

    private ClassArrivals(ImmutableArray<int> order, ImmutableArray<int> countAfter)
    {
        (Order, this.countAfter) = (order, countAfter);
        places = [.. Enumerable.Range(0, order.Length).Select(label => (byte)order.IndexOf(label))];
    }

    /// <summary>Classes of the data set in the order in which they come; last those of which no training example comes.</summary>
    public ImmutableArray<int> Order { get; }

    /// <summary>How classes come with a stream, or null where all come with its first megabatch.</summary>
    /// <param name="labels">Of the training examples, as the data set numbers classes.</param>
    /// <param name="mayMoreCome">Whether the stream goes on, so that there may be classes that are not known yet.</param>
    public static ClassArrivals? Of(byte[] labels, MegabatchStream stream, int classCount, bool mayMoreCome = false)
    {
        var (order, counts, hasCome) = (new List<int>(), new List<int>(), new bool[classCount]);
        foreach (var megabatch in stream.StartingAt(0))
        {
            foreach (var label in megabatch.Examples.Select(example => (int)labels[example]).Distinct().Order())
            {
                if (hasCome[label]) continue;
                hasCome[label] = true;
                order.Add(label);
            }
            counts.Add(order.Count);
        }
        if (counts[0] == classCount && !mayMoreCome) return null;
        order.AddRange(Enumerable.Range(0, classCount).Where(label => !hasCome[label]));
        return new([.. order], [.. counts]);
    }

    /// <summary>Classes that have come once the megabatch of this index is there.</summary>
    public int CountAfter(int megabatch) => countAfter[megabatch];

    /// <summary>Labels of the data set as learners number them.</summary>
    public byte[] InOrder(byte[] labels) => Array.ConvertAll(labels, label => places[label]);
}
