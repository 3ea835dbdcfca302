using Alma.Serving.Sources;
using Alma.Serving.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Alma.Serving;

/// <summary>Serves a model from an ASP.NET Core program of one's own.</summary>
public static class ServingExtensions
{
    /// <summary>Has the program serve a model: a file of ONNX, or a folder of them, each a version.</summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="Models.ModelException">There is no such file or folder.</exception>
    public static IServiceCollection AddAlma(this IServiceCollection services, string path, ServingOptions? options = null) =>
        services.AddAlma(new FileModelSource(path), options);

    /// <inheritdoc cref="AddAlma(IServiceCollection, string, ServingOptions?)"/>
    /// <param name="source">Where the versions come from.</param>
    public static IServiceCollection AddAlma(
        this IServiceCollection services, ModelSource source, ServingOptions? options = null) => services
        .AddSingleton(new ModelServer(source, options ?? new ServingOptions()))
        .AddHostedService(provider => provider.GetRequiredService<ModelServer>());

    /// <summary>
    /// Answers to the Open Inference Protocol below <c>/v2</c>, to <c>/predict</c>, <c>/model</c> and <c>/metrics</c>.
    /// </summary>
    public static IEndpointRouteBuilder MapAlma(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        new ModelEndpoints(routes.ServiceProvider.GetRequiredService<ModelServer>()).Map(routes);
        return routes;
    }

    /// <summary>
    /// Answers to <c>/</c> with a page on which a person tries the model, which asks the addresses of <see cref="MapAlma"/>, and to
    /// <c>/history</c> with <see cref="ServingOptions.History"/> where there is one.
    /// </summary>
    public static IEndpointRouteBuilder MapAlmaPage(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        new ModelEndpoints(routes.ServiceProvider.GetRequiredService<ModelServer>()).MapPage(routes);
        return routes;
    }
}
