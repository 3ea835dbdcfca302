namespace Alma.EndToEnd.Tests.Programs;

/// <summary>A config with the keys that those of the Python project have, of which many mean nothing to a local run.</summary>
internal static class PythonConfig
{
    private static readonly Dictionary<string, string> learners = new()
    {
        ["Finetune"] = "crlapi.sl.clmodels.finetune.Finetune\n    init_from_scratch: False",
        ["Finetune_Grow"] = "crlapi.sl.clmodels.finetune_grow.Finetune_Grow\n    init_from_scratch: False\n    grow_every: 1 ",
    };

    private static readonly Dictionary<string, string> models = new()
    {
        ["MLP"] = "MLP",
        ["MoE_MLP"] = "MoE_MLP\n        n_experts: 2\n        is_hard: False",
        ["MoE_MLP_UsageGrow"] = "MoE_MLP_UsageGrow\n        n_experts: 2\n        is_hard: False\n        n_experts_to_split: 2",
    };

    public static string Of(string learner, string model) =>
        $$"""
        logger:
            class_name: crlapi.logger.TFLogger
            log_dir: ./tmp
            verbose: False
            cache_size: 10000
            modulo: 1

        stream:
            train:
                class_name: crlapi.sl.streams.mnist.MNISTTrainAnytimeStream
                n_megabatches: ${n_megabatches}
                seed: 432
                directory: ${data_dir}
            evaluation:
                class_name: crlapi.sl.streams.mnist.MNISTEvaluationAnytimeStream
                n_megabatches: 1
                seed: 432
                directory: ${data_dir}

        clmodel:
            class_name: {{learners[learner]}}

            cache_dl: True
            training_batch_size: 128
            training_num_workers: 4
            validation_proportion: 0.1
            validation_batch_size: 128
            validation_num_workers: 4
            train_replay_proportion: ${replay}
            validation_replay_proportion: ${replay}
            max_epochs: 100
            device: ${device}
            patience: 25
            patience_delta: 0.001
            optim:
                class_name: torch.optim.Adadelta
                lr: 1.
            model:
                size_layers: 64
                n_layers: 2
                class_name: crlapi.sl.architectures.mlp.{{models[model]}}

            kornia_augs:

        evaluation:
            mode: all_tasks
            batch_size: 64
            num_workers: 2
            device: ${device}

        device: 'cuda'
        data_dir: ~/.avalanche/data/ # elsewhere on the cluster

        # --- SLURM
        time: 1000
        gpus: 1
        partition: some_partition
        n_megabatches: 2
        replay: 0

        hydra:
          launcher:
            nodes: 1
            mem_gb: 64
            max_num_timeout: 3
            cpus_per_task: 10
            signal_delay_s: 30
            timeout_min: ${time}
            gpus_per_node: ${gpus}
            tasks_per_node: ${gpus}
            submitit_folder: '/checkpoint/output'
            partition: ${partition}
          job_logging:
            root:
              handlers: []
          #run:
            #dir: '/checkpoint/output'

        defaults:
          - hydra/launcher: submitit_slurm

        """;
}
