using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Alma.Learning.Architectures;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Training;

namespace Alma.Experiments.Checkpoints;

/// <summary>How a checkpoint's state is written as JSON.</summary>
public static class CheckpointJson
{
    /// <summary>
    /// For the checkpoints of a learner. Structures of a program's own stand there under their full names: those of the
    /// assemblies that the learner's options and its model's come from.
    /// </summary>
    public static JsonSerializerOptions For(LearnerOptions learner) =>
        With(learner.GetType().Assembly, learner.Model.GetType().Assembly);

    /// <summary>With the structures of these assemblies beside Alma's.</summary>
    internal static JsonSerializerOptions With(params Assembly[] assemblies)
    {
        Type[] own = [.. assemblies.Distinct().Where(assembly => assembly != typeof(NetworkStructure).Assembly).SelectMany(Structures)];
        return new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            MaxDepth = 1024, // each growth step may split an expert that the last one made
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), // a name outlives the order of an enum
                new UpdateStateConverter(),
            },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver
            {
                Modifiers = { ArchitectureCatalog.NameStructures, type => Add(own, type) },
            },
        };
    }

    private static IEnumerable<Type> Structures(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(NetworkStructure)) && !type.IsAbstract);

    private static void Add(Type[] structures, JsonTypeInfo type)
    {
        if (type.Type != typeof(NetworkStructure)) return;
        foreach (var structure in structures)
            type.PolymorphismOptions!.DerivedTypes.Add(new JsonDerivedType(structure, structure.FullName!));
    }

    // In the file what belongs to the training under way is a mapping in another, so that it can be null.
    private sealed class UpdateStateConverter : JsonConverter<UpdateState>
    {
        public override UpdateState? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Written>(ref reader, options) is var (update, epochCount, stepCount, seconds)
                ? new UpdateState(
                    epochCount, stepCount, update.GrowthMultiplyAdds, update.Finished, update.Current?.EpochCount ?? 0,
                    update.Current?.OptimizerSteps ?? 0, update.Current?.Models, seconds)
                : null;

        public override void Write(Utf8JsonWriter writer, UpdateState value, JsonSerializerOptions options)
        {
            var current = value.Models is { } models ? new WrittenTraining(value.CurrentEpochs, value.OptimizerSteps, models) : null;
            JsonSerializer.Serialize(
                writer,
                new Written(
                    new WrittenTrainings(value.GrowthMultiplyAdds, value.Finished, current), value.EpochCount, value.StepCount,
                    value.Seconds),
                options);
        }

        private sealed record Written(
            WrittenTrainings Record, int EpochCount, long StepCount,
            [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Seconds = null);

        private sealed record WrittenTrainings(
            long? GrowthMultiplyAdds, IReadOnlyList<TrainingOutcome> Finished, WrittenTraining? Current);

        private sealed record WrittenTraining(int EpochCount, int OptimizerSteps, IReadOnlyList<EarlyStopping> Models);
    }
}
