using Alma.Cli.Display;
using Alma.Config;
using Alma.Experiments;
using Alma.Keeping;
using Alma.Keeping.Inboxes;
using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Cli.Commands;

/// <summary>A run without an end as its user sees it, begun or gone on with.</summary>
internal sealed class KeepSession
{
    private const string CutKey = "stream.train.by";
    private readonly RunRequest request;
    private readonly DumpArrivals arrivals;
    private readonly KeepChoices choices;
    private readonly Interruption interruption;
    private readonly ComputeDevice device;
    private readonly KeepTools tools;

    private KeepSession(RunRequest request, DumpArrivals arrivals, KeepChoices choices, Interruption interruption)
    {
        (this.request, this.arrivals, this.choices, this.interruption) = (request, arrivals, choices, interruption);
        EnvironmentNote.Print(request.Config.EnvironmentReads);
        device = ComputeDevice.Choose(request.Config, request.Options, Remedies.WhyNoGpu);
        if (device.IsCpu) MemoryLimit.Apply(); // a GPU's driver maps more than there is
        if (device.Note is { } note) Terminal.Out.WriteLine(note);
        tools = new KeepTools(
            new KeepDisplay(), TimeProvider.System, ProductVersion.Text, RunSession.Load, interruption.SaveRequest);
    }

    /// <summary>Begins a run, or goes on with the one that the same command began.</summary>
    public static Task<int> StartAsync(
        Recipe recipe, IReadOnlyList<string> overrides, IReadOnlyList<string> commandLine, KeepChoices choices, Interruption interruption)
    {
        var named = NamedDataset.Of(recipe, overrides, ProgramDatasets.Classes);
        var isCutAsked = overrides.Any(word => word.TrimStart('+').StartsWith($"{CutKey}=", StringComparison.Ordinal));
        return OpenAsync(named, choices, interruption, async found =>
        {
            IReadOnlyList<string> cut = isCutAsked ? [] : [$"++{CutKey}=dump"];
            var request = ProgramDatasets.Read(recipe, [.. overrides, .. cut], commandLine, isOpen: true);
            KeptConfigCheck.Refuse(request);
            KeptConfigCheck.RefuseHook(request);
            if (choices.Inbox is not null) KeptConfigCheck.RefuseNested(choices.Inbox, request.Options.RunDir ?? RunPath.Root);
            var session = new KeepSession(request, found, choices, interruption);
            await RunSession.FetchMissingAsync(request.Options, interruption.Token);
            using var held = Resumption.FindKept(request) is { } begun ? RunLock.Acquire(begun, TimeProvider.System) : session.Prepare();
            return session.Run(held);
        });
    }

    /// <summary>Goes on with a run that was begun.</summary>
    /// <param name="keeping">As its manifest says.</param>
    /// <param name="isHolderGone">As <see cref="RunLock.Acquire"/> takes it.</param>
    public static Task<int> ContinueAsync(RunFolder folder, RunKeeping keeping, bool isHolderGone, Interruption interruption)
    {
        var manifest = RunManifest.Read(folder);
        var recipe = new Recipe(manifest.Recipe, folder.ConfigFile, "");
        var choices = new KeepChoices(keeping.Inbox, keeping.SettleSeconds, keeping.PollSeconds, keeping.Once, new DumpReading());
        return OpenAsync(NamedDataset.Of(recipe, [], ProgramDatasets.Classes), choices, interruption, async found =>
        {
            var request = ProgramDatasets.Read(recipe, [], manifest.CommandLine, isOpen: true);
            KeptConfigCheck.Refuse(request);
            KeptConfigCheck.RefuseHook(request);
            var session = new KeepSession(request, found, choices, interruption);
            await RunSession.FetchMissingAsync(request.Options, interruption.Token);
            using var held = RunLock.Acquire(folder, TimeProvider.System, isHolderGone);
            return session.Run(held);
        });
    }

    // What is wrong with an inbox is told before a data set is made of what lies in it.
    private static async Task<int> OpenAsync(
        NamedDataset named, KeepChoices choices, Interruption interruption, Func<DumpArrivals, Task<int>> work)
    {
        if (choices.Inbox is not null) KeptConfigCheck.RefuseNested(choices.Inbox, named.Folder.FullPath);
        using var inbox = choices.Inbox is { } path
            ? Inbox.Open(path, TimeSpan.FromSeconds(choices.SettleSeconds), TimeProvider.System)
            : null;
        var arrivals = new DumpArrivals(named.Folder, named.Name, inbox, choices.Reading, TimeProvider.System);
        if (!arrivals.HasStore && inbox is null) arrivals.Open(); // which says that there is none
        if (arrivals.HasStore || AwaitFirst(arrivals, choices, interruption.Token)) return await work(arrivals);
        Terminal.Out.WriteLine($"No dump has come yet: there is nothing to make the data set {named.Name} of.");
        return 0;
    }

    private static bool AwaitFirst(DumpArrivals arrivals, KeepChoices choices, CancellationToken cancellation)
    {
        Terminal.Out.WriteLine($"Waiting for the first dump of {arrivals.Name} in {choices.Inbox}");
        var interval = TimeSpan.FromSeconds(choices.Once ? choices.SettleSeconds : choices.PollSeconds);
        try
        {
            return arrivals.AwaitStore(KeepDisplay.Tell, interval, choices.Once, cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException("No run was begun yet. To go on, give the same command again.");
        }
    }

    private RunLock Prepare() => KeptRun.Prepare(request, device, tools, interruption.Token);

    private int Run(RunLock held)
    {
        var folder = held.Folder;
        Terminal.Out.WriteLine($"Keeping {request.Recipe} on {device.Device} in {folder.Path}");
        try
        {
            if (request.ResolvedYaml() != folder.ReadConfig())
                AtomicFile.WriteText(folder.ConfigFile, request.ResolvedYaml(), within: folder.Path);
            new KeptRun(request, device, held, arrivals, tools).Run(
                new RunKeeping(arrivals.Name)
                {
                    Inbox = choices.Inbox is { } inbox ? Path.GetFullPath(inbox) : null,
                    SettleSeconds = choices.SettleSeconds,
                    PollSeconds = choices.PollSeconds,
                    Once = choices.Once,
                },
                interruption.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException($"To go on: {CommandName.Text} resume {ShellWord.Of(folder.Path)}");
        }
    }
}
