namespace Alma.EndToEnd.Tests.Programs;

/// <summary>A config with the keys of one of the Python project's of that name.</summary>
internal static class TheirConfig
{
    private const string Gate = "n_adaptivepooling: 4, n_experts: 2, is_hard: False";

    private static readonly Dictionary<string, (string Learner, string Model)> kinds = new()
    {
        ["mnist/test_finetune_moe"] = ("finetune.Finetune", "mlp.MoE_MLP, size_layers: 64, n_layers: 2, n_experts: 2, is_hard: False"),
        ["cifar10/test_finetune_vgg"] = ("finetune.Finetune", "vgg.VGG, n_channels: 16"),
        ["cifar10/test_finetune_moe"] = ("finetune.Finetune", $"vgg.MoE_VGG, n_channels: 16, {Gate}"),
        ["cifar10/test_usage_gmoe"] = (
            "finetune_grow.Finetune_Grow\n  grow_every: 1", $"vgg.MoE_VGG_UsageGrow, n_channels: 16, {Gate}, n_experts_to_split: 2"),
        ["cifar10/test_firefly"] = (
            "firefly.Firefly\n  grow_every: 1", "vgg.VGG, n_channels: 16, grow_ratio: 0.6, n_elites: 5, alpha: .3, granularity: 3"),
        ["cifar10/test_ensemble_moe"] = ("ensemble.Ensemble\n  vote: False", $"vgg.MoE_VGG, n_channels: 16, {Gate}"),
    };

    public static string Of(string dataset, string recipe)
    {
        var (learner, model) = kinds[$"{dataset}/{recipe}"];
        var stream = dataset == "mnist" ? "mnist.MNIST" : "cifar10.CIFAR10";
        return $$"""
            stream:
              train: {class_name: crlapi.sl.streams.{{stream}}TrainAnytimeStream, n_megabatches: '${n_megabatches}', seed: 432, directory: '${data_dir}'}
              evaluation: {class_name: crlapi.sl.streams.{{stream}}EvaluationAnytimeStream, n_megabatches: 1, seed: 432, directory: '${data_dir}'}
            clmodel:
              class_name: crlapi.sl.clmodels.{{learner}}
              cache_dl: True
              training_batch_size: 128
              training_num_workers: 4
              validation_proportion: 0.1
              validation_batch_size: 128
              max_epochs: 100
              device: ${device}
              patience: 25
              patience_delta: 0.001
              optim: {class_name: torch.optim.SGD, lr: 0.01, momentum: 0.9, nesterov: True, weight_decay: 1e-4}
              model: {class_name: crlapi.sl.architectures.{{model}}}
              kornia_augs:
            evaluation: {mode: all_tasks, batch_size: 64, num_workers: 2, device: '${device}'}
            device: 'cuda'
            data_dir: ~/.avalanche/data/
            time: 1000
            gpus: 1
            partition: learnfair
            n_megabatches: 2
            replay: 0
            hydra:
              launcher: {nodes: 1, timeout_min: '${time}', gpus_per_node: '${gpus}', tasks_per_node: '${gpus}', partition: '${partition}'}
            defaults:
              - hydra/launcher: submitit_slurm
            """;
    }
}
