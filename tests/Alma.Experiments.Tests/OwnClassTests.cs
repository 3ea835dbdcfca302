using Alma.Config;
using Alma.Data;
using Alma.Experiments.Options;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Experiments.Tests;

/// <summary>Classes that a program adds to those that Alma knows.</summary>
public sealed class OwnClassTests : IDisposable
{
    private static readonly string[] overrides =
        [
            "n_megabatches=2",
            "clmodel.max_epochs=2",
            "clmodel.training_batch_size=16",
            "~clmodel.model",
            "+clmodel.model={class_name: Thin, width: 5}"
        ];

    private readonly TinyRun runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public void Read_WithAClassOfTheProgram_GivesItsOptions() =>
        Assert.Equal(new ThinOptions { Width = 5 }, Request(KnownClasses.Names.Add<ThinOptions>("Thin")).Options.Clmodel.Model);

    [Fact]
    public void Read_AfterAnotherTableWasExtended_DoesNotKnowItsClasses()
    {
        KnownClasses.Names.Add<ThinOptions>("Thin");

        Assert.Throws<ConfigException>(() => Request(null));
    }

    [Fact]
    public void Run_OfAStructureOfTheProgram_IsResumedFromItsCheckpoint()
    {
        var request = Request(KnownClasses.Names.Add<ThinOptions>("Thin"));
        var uninterrupted = runs.Start(request);
        var stopped = runs.Start(request with { Options = request.Options with { StopAfter = 1 } });
        TinyRun.Continue(request, stopped);

        Assert.Equal(File.ReadAllBytes(uninterrupted.ModelFile(1)), File.ReadAllBytes(stopped.ModelFile(1)));
    }

    private static RunRequest Request(ClassNames? classes) =>
        RunRequest.Read(new RecipeCatalog([TinyRun.Configs]).Find("mnist/test_finetune_mlp"), overrides, [], classes);

    private sealed record ThinOptions : ModelOptions
    {
        public required int Width { get; init; }

        public override NetworkStructure Structure(ImageShape inputShape, int classCount) => new Thin(inputShape, classCount, Width);
    }

    private sealed record Thin(ImageShape InputShape, int ClassCount, int Width) : NetworkStructure(InputShape, ClassCount)
    {
        public override nn.Module<Tensor, Tensor> Build(NoiseSource noise) =>
            nn.Sequential(nn.Flatten(), nn.Linear(InputShape.Size, Width), nn.Linear(Width, ClassCount));
    }
}
