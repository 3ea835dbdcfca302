namespace Alma.Crashing;

/// <summary>A learner whose runs are killed: a config on the built-in digits that takes a few seconds.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Learner">The keys of <c>clmodel</c> that only this learner has.</param>
/// <param name="Model">The architecture.</param>
/// <param name="Optimizer">How it is trained.</param>
/// <param name="Checkpoint">How often it is saved; empty for the default.</param>
internal sealed record CrashedLearner(string Name, string Learner, string Model, string Optimizer, string Checkpoint)
{
    private const string Perceptron = "{class_name: MLP, size_layers: 32, n_layers: 2}";
    private const string Mixture = "size_layers: 32, n_layers: 2, n_experts: 2, n_experts_to_split: 2}";
    private const string SavedOften = "every_epochs: 1";
    private const string Adadelta = "{class_name: Adadelta, lr: 1.0}";
    private const string Adam = "{class_name: Adam, lr: 0.002, weight_decay: 1.0e-4}";
    private const string Momentum = "{class_name: SGD, lr: 0.05, momentum: 0.9, nesterov: true, weight_decay: 1.0e-4}";
    private const string Shaken =
        "[{name: RandomCrop, size: [8, 8], padding: 1}, {name: RandomRotation, degrees: 10.0}, {name: RandomErasing}]";

    /// <summary>Epochs on each of the megabatches.</summary>
    private int Epochs { get; init; } = 40;

    /// <summary>The part of the memory that is replayed.</summary>
    private string Replay { get; init; } = "0.5";

    private string Augmentations { get; init; } = "";

    private int Threads { get; init; } = 1;

    /// <summary>Megabatches that are waited for.</summary>
    private int Wait { get; init; } = 1;

    /// <summary>Every learner that Alma has, with every optimizer, growth, replay, waiting and augmentation among them.</summary>
    public static IReadOnlyList<CrashedLearner> All { get; } =
    [
        new("Finetune", "class_name: Finetune, init_from_scratch: false", Perceptron, Adam, SavedOften) { Epochs = 60 },
        new("Finetune, 2 threads", "class_name: Finetune, init_from_scratch: true", Perceptron, Adadelta, "every_epochs: 5")
        {
            Epochs = 60,
            Threads = 2,
            Wait = 2
        },
        new(
            "Finetune_Grow by usage",
            "class_name: Finetune_Grow, init_from_scratch: false, grow_every: 1",
            $"{{class_name: MoE_MLP_UsageGrow, is_hard: false, {Mixture}",
            Adadelta,
            "")
        {
            Replay = "1.0"
        },
        new(
            "Finetune_Grow at random",
            "class_name: Finetune_Grow, init_from_scratch: false, grow_every: 2",
            $"{{class_name: MoE_MLP_RandomGrow, is_hard: true, {Mixture}",
            "{class_name: AdamW, lr: 0.002}",
            "every_epochs: 3"),
        new("Ensemble", "class_name: Ensemble, init_from_scratch: false", Perceptron, "{class_name: RMSprop, lr: 0.002}", SavedOften)
        {
            Epochs = 60
        },
        new("EnsembleEnsemble", "class_name: EnsembleEnsemble, k: 2, vote: true", Perceptron, Momentum, "every_epochs: 4") { Epochs = 30 },
        new("KEnsemble", "class_name: KEnsemble, k: 3, vote: false, init_from_scratch: false", Perceptron, Momentum, ""),
        new("AggEnsemble", "class_name: AggEnsemble, k: 3, init_from_scratch: false", Perceptron, Adadelta, "every_seconds: 0.1")
        {
            Replay = "0.0"
        },
        new("Bagging", "class_name: Bagging, k: 2, subsample_p: 0.9, init_from_scratch: false", Perceptron, Adam, "every_epochs: 2")
        {
            Epochs = 30
        },
        new(
            "AdaBoost", "class_name: AdaBoost, init: last, boosting: sampling, validation: normal, compute_model_weights_on_val: true",
            Perceptron, Adadelta, "every_epochs: 2"),
        new("AdaBoostRounds", "class_name: AdaBoostRounds, n_rounds: 3", Perceptron, Adam, SavedOften) { Epochs = 20 },
        new("RoundEnsemble", "class_name: RoundEnsemble, n_rounds: 2", Perceptron, "{class_name: RMSprop, lr: 0.002}", "") { Epochs = 30 },
        new(
            "Finetune of a VGG, augmented", "class_name: Finetune, init_from_scratch: false", "{class_name: VGG, n_channels: 16}", Adam,
            SavedOften)
        {
            Epochs = 4,
            Augmentations = Shaken
        },
        new(
            "Finetune_Grow of SubnetVGG, augmented",
            "class_name: Finetune_Grow, init_from_scratch: false, grow_every: 1",
            "{class_name: SubnetVGG, n_channels: 8, grow_n_units: 2}",
            Adam,
            "every_epochs: 2")
        {
            Epochs = 4,
            Augmentations = Shaken
        },
        new(
            "Firefly, augmented", "class_name: Firefly, grow_every: 1", "{class_name: VGG, n_channels: 8, grow_ratio: 0.6, granularity: 1}",
            Momentum, SavedOften)
        {
            Epochs = 4,
            Augmentations = Shaken
        },
    ];

    /// <summary>The config, as a file holds it.</summary>
    public string Yaml =>
        $$"""
        # A run that is killed: {{Name}}.
        stream:
          train: {class_name: Digits, n_megabatches: 3, seed: 432, wait: {{Wait}}}
          evaluation: {class_name: Digits}
        clmodel:
          {{Learner.Replace(", ", "\n  ", StringComparison.Ordinal)}}
          training_batch_size: 64
          validation_proportion: 0.1
          train_replay_proportion: {{Replay}}
          validation_replay_proportion: {{Replay}}
          max_epochs: {{Epochs}}
          patience: 1000
          patience_delta: 0.0
          optim: {{Optimizer}}
          model: {{Model}}
          kornia_augs: {{Augmentations}}
        checkpoint: {{{Checkpoint}}}
        threads: {{Threads}}
        seed: 11

        """;
}
