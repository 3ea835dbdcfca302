// An ASP.NET Core program of one's own that serves a model beside its other pages:
// dotnet run --project samples/ServingModels -- --model models --urls http://localhost:8080
using Alma.Serving;
using Microsoft.AspNetCore.Builder;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAlma(builder.Configuration["model"] ?? "models");
var app = builder.Build();
app.MapGet("/", () => "A page of my own. The model answers at /predict and below /v2.");
app.MapAlma();
app.Run();
