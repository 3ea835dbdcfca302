using Alma.Experiments;
using Alma.Keeping.Inboxes;
using Alma.Keeping.Promotion;
using Alma.Runs;

namespace Alma.Keeping;

/// <summary>Shows a run without an end to whoever looks on.</summary>
public interface IKeepWatcher
{
    /// <summary>Something became of a dump of the inbox.</summary>
    void Taken(TakenDump dump);

    /// <summary>A dump is learned from: does the work, and shows it meanwhile.</summary>
    void Learning(KeptDump dump, Action<IRunWatcher> work);

    /// <summary>What became of the model after a dump: whether it is the champion of its registry.</summary>
    void Decided(PromotionOutcome outcome) { }

    /// <summary>All that has come is learned from; said once, until a dump comes.</summary>
    /// <param name="keeping">What it waits for, and what it has learned from.</param>
    void Waiting(RunKeeping keeping);
}
