namespace Alma.Experiments.Tests;

/// <summary>Writes configs in the schema of the Python project, one for each of those it has.</summary>
internal static class PythonConfigs
{
    private const string Mlp = "crlapi.sl.architectures.mlp.MLP, size_layers: 64, n_layers: 2";
    private const string Vgg = "crlapi.sl.architectures.vgg.VGG, n_channels: 16";
    private const string Adadelta = "torch.optim.Adadelta, lr: 1.";
    private const string Sgd = "torch.optim.SGD, lr: 0.01, momentum: 0.9, weight_decay: 1e-4";

    /// <summary>Name; data set; learner; its own keys; model; optimizer.</summary>
    public static TheoryData<string, string, string, string, string, string> All => new()
    {
        {
            "mnist/boosting",
            "mnist.MNIST",
            "boosting.AdaBoost",
            "init: 'last', validation: 'normal', boosting: 'sampling', compute_model_weights_on_val: True",
            Mlp,
            Adadelta
        },
        { "mnist/ensemble", "mnist.MNIST", "ensemble.Ensemble", "vote: False, init_from_scratch: False", Mlp, Adadelta },
        { "mnist/kensemble", "mnist.MNIST", "k_ensemble.KEnsemble", "k: 3, vote: False, init_from_scratch: False", Mlp, Adadelta },
        { "mnist/agg_ensemble", "mnist.MNIST", "agg_ensemble.AggEnsemble", "k: 3, vote: False, init_from_scratch: False", Mlp, Adadelta },
        { "mnist/ensemble_ensemble", "mnist.MNIST", "ensemble_ensemble.EnsembleEnsemble", "k: 3, vote: False", Mlp, Adadelta },
        { "mnist/bagging", "mnist.MNIST", "bagging.Bagging", "k: 3, subsample_p: 1.0, init_from_scratch: False", Mlp, Adadelta },
        { "mnist/test_finetune_mlp", "mnist.MNIST", "finetune.Finetune", "", Mlp, Adadelta },
        {
            "mnist/test_finetune_moe",
            "mnist.MNIST",
            "finetune.Finetune",
            "",
            "crlapi.sl.architectures.mlp.MoE_MLP, size_layers: 64, n_layers: 2, n_experts: 2, is_hard: False",
            Adadelta
        },
        {
            "mnist/test_usage_gmoe",
            "mnist.MNIST",
            "finetune_grow.Finetune_Grow",
            "init_from_scratch: False, grow_every: 1",
            "crlapi.sl.architectures.mlp.MoE_MLP_UsageGrow, size_layers: 64, n_layers: 2, n_experts: 2, is_hard: False, "
            + "n_experts_to_split: 2",
            Adadelta
        },
        { "cifar10/test_finetune_vgg", "cifar10.CIFAR10", "finetune.Finetune", "", Vgg, Sgd },
        {
            "cifar10/test_finetune_moe",
            "cifar10.CIFAR10",
            "finetune.Finetune",
            "",
            "crlapi.sl.architectures.vgg.MoE_VGG, n_channels: 16, n_adaptivepooling: 4, n_experts: 2, is_hard: False",
            Sgd + ", nesterov: True"
        },
        {
            "cifar10/test_usage_gmoe",
            "cifar10.CIFAR10",
            "finetune_grow.Finetune_Grow",
            "grow_every: 1",
            "crlapi.sl.architectures.vgg.MoE_VGG_UsageGrow, n_channels: 16, n_adaptivepooling: 4, n_experts: 2, is_hard: False, "
            + "n_experts_to_split: 2",
            Sgd + ", nesterov: True"
        },
        { "cifar10/test_ensemble_vgg", "cifar10.CIFAR10", "ensemble.Ensemble", "vote: False", Vgg, Sgd },
        {
            "cifar10/test_ensemble_moe",
            "cifar10.CIFAR10",
            "ensemble.Ensemble",
            "vote: False",
            "crlapi.sl.architectures.vgg.MoE_VGG, n_channels: 16, n_adaptivepooling: 4, n_experts: 2, is_hard: False",
            Sgd
        },
        { "cifar10/kensemble_vgg", "cifar10.CIFAR10", "k_ensemble.KEnsemble", "k: 3, vote: False, init_from_scratch: False", Vgg, Sgd },
        {
            "cifar10/agg_ensemble_vgg",
            "cifar10.CIFAR10",
            "agg_ensemble.AggEnsemble",
            "k: 3, vote: False, init_from_scratch: False",
            Vgg,
            Sgd
        },
        {
            "cifar10/test_firefly",
            "cifar10.CIFAR10",
            "firefly.Firefly",
            "grow_every: 1",
            Vgg + ", grow_ratio: 0.6, n_elites: 5, alpha: .3, granularity: 3",
            Sgd + ", nesterov: True"
        },
        {
            "cifar10/transfer_subnet_vgg",
            "cifar10.CIFAR10",
            "transfer_sp_finetune.Finetune",
            "grow_every: 1",
            "crlapi.sl.architectures.sp_vgg.SubnetVGG, n_channels: 16, grow_n_units: 4",
            "torch.optim.Adam, lr: 0.001"
        },
    };

    public static string Write(string dataset, string learner, string ownKeys, string model, string optimizer) => $$"""
        logger: {class_name: crlapi.logger.TFLogger, log_dir: ./somewhere, verbose: False, cache_size: 10000, modulo: 1}
        stream:
          train: {class_name: crlapi.sl.streams.{{dataset}}TrainAnytimeStream, n_megabatches: '${n_megabatches}', seed: 432, directory: '${data_dir}'}
          evaluation: {class_name: crlapi.sl.streams.{{dataset}}EvaluationAnytimeStream, n_megabatches: 1, seed: 432, directory: '${data_dir}'}
        clmodel:
          class_name: crlapi.sl.clmodels.{{learner}}
          {{string.Join("\n  ", ownKeys.Split(", "))}}
          cache_dl: True
          training_batch_size: 128
          training_num_workers: 4
          validation_proportion: 0.1
          validation_batch_size: 512
          validation_num_workers: 4
          train_replay_proportion: ${replay}
          validation_replay_proportion: ${replay}
          max_epochs: 100
          device: ${device}
          patience: 25
          patience_delta: 0.001
          optim: {class_name: {{optimizer}}}
          model: {class_name: {{model}}}
          kornia_augs:{{(dataset == "cifar10.CIFAR10" ? "\n    - {name: RandomCrop, size: [32, 32], padding: 4, fill: -1.9}\n    - {name: RandomHorizontalFlip, p: 0.5}" : "")}}
        evaluation: {mode: all_tasks, batch_size: 512, num_workers: 2, device: '${device}'}
        device: 'cuda'
        data_dir: ~/some/data/
        time: 1000
        gpus: 1
        partition: somewhere
        n_megabatches: 2
        replay: 0
        hydra:
          launcher: {nodes: 1, timeout_min: '${time}', gpus_per_node: '${gpus}', tasks_per_node: '${gpus}', partition: '${partition}', submitit_folder: 'output'}
          job_logging:
            root:
              handlers: []
        defaults:
          - hydra/launcher: submitit_slurm
        """;
}
