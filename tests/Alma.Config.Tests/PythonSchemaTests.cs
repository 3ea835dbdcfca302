namespace Alma.Config.Tests;

/// <summary>A config with the keys and the structure of the Python project's MNIST files binds unchanged.</summary>
public sealed class PythonSchemaTests
{
    private const string Yaml = """
        logger:
            class_name: crlapi.logger.TFLogger
            log_dir: ./somewhere
            verbose: True

        stream:
            train:
                class_name: crlapi.sl.streams.mnist.MNISTTrainAnytimeStream
                n_megabatches: ${n_megabatches}
                seed: 17
                directory: ${data_dir}
            evaluation:
                class_name: crlapi.sl.streams.mnist.MNISTEvaluationAnytimeStream
                seed: 17
                directory: ${data_dir}

        clmodel:
            class_name: crlapi.sl.clmodels.ensemble.Ensemble
            k: 5
            vote: majority
            validation_proportion: 0.2
            max_epochs: 7

            optim:
                class_name: torch.optim.Adadelta
                lr: 1.
            model:
                class_name: crlapi.sl.architectures.mlp.MLP
                size_layers: 12
                n_layers: 3

            kornia_augs:

        evaluation:
            mode: all_tasks
            batch_size: 32
            num_workers: 1
            device: ${device}

        device: 'cuda'
        data_dir: ~/somewhere/else/ # a comment

        # --- the cluster
        time: 60
        gpus: 2
        partition: short
        n_megabatches: 4

        hydra:
          launcher:
            timeout_min: ${time}
            gpus_per_node: ${gpus}
            partition: ${partition}
            submitit_folder: '/somewhere/output'
          job_logging:
            root:
              handlers: []

        defaults:
          - hydra/launcher: submitit_slurm
        """;

    [Fact]
    public void Config_OfThePythonSchema_Binds()
    {
        var options = Bind(Given.Tree(Yaml, "device=cpu"));

        Assert.Equal(new LoggerOptions { LogDir = "./somewhere", Verbose = true }, options.Logger);
        Assert.Equal(new MnistTrainOptions { Directory = "~/somewhere/else/", NMegabatches = 4, Seed = 17 }, options.Stream!.Train);
        Assert.IsType<MnistEvaluationOptions>(options.Stream.Evaluation);
        Assert.Equal(new EvaluationOptions("all_tasks", 32, 1, "cpu"), options.Evaluation);
        var learner = Assert.IsType<EnsembleOptions>(options.Clmodel);
        Assert.Equal((5, Vote.Majority, 7, 0.2), (learner.K, learner.Vote, learner.MaxEpochs, learner.ValidationProportion));
        Assert.Equal(new AdadeltaOptions { Lr = 1 }, learner.Optim);
        Assert.Null(learner.KorniaAugs);
        Assert.Equal(12L, ((ConfigScalar)learner.Model!.Find("size_layers")!).Value);
    }

    [Fact]
    public void Augmentations_AreSelectedByTheirName()
    {
        const string Augmentations =
            "clmodel.kornia_augs=[{name:RandomCrop,size:[28,28],padding:2,fill:-1.5},{name:RandomHorizontalFlip,p:0.25}]";

        var augmentations = Bind(Given.Tree(Yaml, Augmentations)).Clmodel.KorniaAugs!.Value;

        var crop = Assert.IsType<RandomCropOptions>(augmentations[0]);
        Assert.Equal([28, 28], crop.Size);
        Assert.Equal((2, -1.5), (crop.Padding, crop.Fill));
        Assert.Equal(new RandomHorizontalFlipOptions(0.25), augmentations[1]);
    }

    [Fact]
    public void ResolvedConfig_WithoutVariables_BindsToTheSameOptions()
    {
        var tree = Given.Tree(Yaml, "n_megabatches=9").WithoutVariables<RunOptions>();
        var again = Given.Tree(tree.ToYaml());

        Assert.Equal(tree.ToYaml(), again.ToYaml());
        Assert.DoesNotContain("partition", tree.ToYaml(), StringComparison.Ordinal);
        Assert.Equal(9, Bind(again).NMegabatches);
        Assert.Equal(Bind(tree).Stream, Bind(again).Stream);
    }

    private static RunOptions Bind(ConfigTree tree) => ConfigBinder.Bind<RunOptions>(tree, Options.Names);
}
