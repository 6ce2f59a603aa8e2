using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Adapters.Platforms.Transfer;
using ServiceHall.Adapters.Resilience;
using ServiceHall.Adapters.Platforms.OneWindow.Rows;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.CrossRegion;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Exchange;
using ServiceHall.Gateway.Inbound;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Intake.Streams;
using ServiceHall.Gateway.Operators;
using ServiceHall.Gateway.Rpc;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Telemetry;
using ServiceHall.Gateway.Trials;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.Divisions;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Matters;

namespace ServiceHall.Gateway;

/// <summary>Puts the gateway together: the one place that knows every room.</summary>
internal static class GatewayHost
{
    /// <summary>For the host: a folder that is watched for changed settings would tell of every write to the store below it.</summary>
    public const string ReadsSettingsOnce = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>A gateway that is ready to start.</summary>
    /// <exception cref="SettingsException">With every mistake of the settings.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var settings = Read(builder.Configuration, builder.Environment);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);

        // It calls a fault of ours what a caller sent badly. Ours are caught and told before it sees them.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.None);

        // Where it listens stands in the settings alone; what an image or a shell says of ports would be told as overridden.
        builder.WebHost.UseUrls().UseSetting(WebHostDefaults.HttpPortsKey, "").UseSetting(WebHostDefaults.HttpsPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RpcFace.Limit(kestrel.Limits);

            // Of HTTP/2 it would end a whole connection for one slow reader; REST over HTTP/1.1 has it back at the front door.
            kestrel.Limits.MinResponseDataRate = null;
            foreach (var door in Door.Of(settings))
            {
                door.Open(kestrel);
            }

            // The front door answers what is too large, with a problem and before reading it.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        if (builder.Configuration["Grpc:Url"] is null)
        {
            var usual = new Uri(settings.Grpc.Url);
            builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = wanted =>
                wanted is IPEndPoint at && at.Port == usual.Port ? Door.BindOrAnother(wanted) : SocketTransportOptions.CreateDefaultBoundListenSocket(wanted));
        }

        AddServices(builder.Services, settings, new Paths(builder.Environment.ContentRootPath, settings), builder.Environment.IsDevelopment());
        var app = builder.Build();
        Map(app);

        // Before callers are waited for: whoever stops it wants no new calls.
        app.Lifetime.ApplicationStopping.Register(app.Services.GetRequiredService<OwnSlots>().BeginNoMore);
        return app;
    }

    /// <summary>The settings, checked whole.</summary>
    public static GatewaySettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        GatewaySettings settings;
        try
        {
            settings = configuration.Get<GatewaySettings>(options => options.ErrorOnUnknownConfiguration = false) ?? new GatewaySettings();
        }
        catch (InvalidOperationException fault)
        {
            throw new SettingsException([fault.InnerException is { } inner ? $"{fault.Message} {inner.Message}" : fault.Message]);
        }

        // Relative paths are from the content root, this one too.
        foreach (var client in settings.Clients.Where(client => client.SecretFile is not null))
        {
            client.SecretFile = Path.GetFullPath(Path.Combine(environment.ContentRootPath, client.SecretFile!));
        }

        IReadOnlyList<string> mistakes =
        [
            .. SettingsCheck.Mistakes(settings, environment.IsDevelopment()),
            .. new Paths(environment.ContentRootPath, settings).Mistakes(),
            .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Any() ? ["Kestrel:Endpoints would open ports that nobody checked: remove it and set Http:Url (and Kestrel:Certificates:Default for https)."] : Array.Empty<string>(),
        ];
        return mistakes.Count == 0 ? settings : throw new SettingsException(mistakes);
    }

    private static void AddServices(IServiceCollection services, GatewaySettings settings, Paths paths, bool isDevelopment)
    {
        var profile = OneWindowProfile.Load(Path.Combine(paths.Data, "platforms", "one-window"));
        var departments = DepartmentFolders.Load(paths.Departments);
        services.AddSingleton(settings).AddSingleton(paths);

        // What is outside the process; a test may have put a clock and a platform of its own here.
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HttpMessageHandler>(_ => ConnectionToPlatforms());
        services.AddSingleton(provider => Clock(settings, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(Rules(paths, MatterFile.Load(paths.Matters), settings.Platforms.OneWindow.Enabled ? profile.Widths() : new Dictionary<string, int>()));
        services.AddSingleton(CrossRegionItems.Load(Path.Combine(paths.CrossRegion, "items.csv")));
        services.AddSingleton(provider => Routes(paths, provider.GetRequiredService<HallRules>())).AddSingleton<RoutePreview>().AddSingleton<PreviewEndpoint>();
        var store = StoreOf(settings, paths);
        var isNewStore = !store.IsThere();
        services.AddSingleton(store).AddSingleton(_ => KeysOf(paths, store, isDevelopment, isNewStore));
        services.AddSingleton<Sealer>().AddSingleton(new CaseCache { IsShared = !settings.Store.IsFile }).AddSingleton<CaseReader>().AddSingleton<Wakeups>().AddSingleton<LaneReader>().AddSingleton<RecordTraces>();
        services.AddSingleton(_ => store.Open(mayForget: isDevelopment, new NodeOptions(settings.Store.Node ?? Environment.MachineName, settings.Store.Lease)));
        services.AddSingleton<LostStore>().AddSingleton(Writer).AddSingleton<OwnSlots>();

        // The first to start and the last to stop: behind it this gateway writes nothing.
        services.AddSingleton<SlotShares>().AddHostedService(provider => provider.GetRequiredService<SlotShares>());
        services.TryAddSingleton(provider => new Platforms(settings.Platforms.OneWindow.Enabled ? [OneWindow(provider, settings, profile)] : []));
        services.AddSingleton(provider => HallOf(provider, settings, departments, profile));
        services.AddSingleton<RecordPreparer>().AddSingleton<Pushes>().AddSingleton<IntakeEndpoints>().AddSingleton<Uploads>().AddSingleton<UploadEndpoint>().AddSingleton<TrialEndpoints>().AddHostedService<ParkedWatch>();
        services.AddSingleton<ConfigurationReload>().AddSingleton<ConfigurationEndpoints>();
        services.AddSingleton<ConfigurationWatch>().AddHostedService(provider => provider.GetRequiredService<ConfigurationWatch>());
        services.AddSingleton<StatusReader>().AddSingleton<ShownCases>().AddSingleton<StatusAnswers>().AddSingleton<StatusEndpoints>().AddSingleton<UnmappedEndpoint>();
        services.AddSingleton<Cursors>().AddSingleton<ChangeReader>().AddSingleton<ChangeFeed>().AddSingleton<ChangePages>().AddSingleton<ChangesEndpoints>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>()).AddHostedService<ChangeKeeping>();
        services.AddSingleton<PlatformGates>().AddSingleton<Rejudgement>().AddSingleton<StuckReader>().AddSingleton<StuckRecordView>().AddSingleton<LaneView>();
        services.AddSingleton<StuckEndpoints>().AddSingleton<Orders>().AddSingleton<RecordEndpoints>().AddSingleton<PlatformEndpoints>();
        services.AddSingleton(provider => new RequestDesk(provider.GetRequiredService<Hall>, provider.GetRequiredService<CapabilityDirectory>(), settings, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RequestReader>().AddSingleton<Requests>().AddSingleton<RequestView>().AddSingleton<RequestEndpoints>();
        if (settings.Platforms.Transfer.Enabled)
        {
            services.AddSingleton<PackageIntake>().AddHostedService(provider => ActivatorUtilities.CreateInstance<TransferCourier>(provider, settings.Platforms.Transfer, WayTo(provider, settings.Platforms.Transfer, new HttpResilienceOptions())));
        }

        services.AddSingleton<TaskRouting>().AddSingleton<Arrivals>().AddSingleton<TaskReader>().AddSingleton<Tasks>().AddSingleton<TaskPages>().AddSingleton<TaskView>();
        services.AddSingleton<InboundEndpoints>().AddSingleton<TaskEndpoints>().AddSingleton<UntakenWatch>().AddHostedService(provider => provider.GetRequiredService<UntakenWatch>());
        services.AddSingleton<SignedCalls>().AddSingleton<FrontDoor>();
        RpcFace.Add(services);
        if (!settings.Store.IsFile)
        {
            services.AddHostedService(Neighbours);
        }

        OtlpExport.Add(services, settings.Telemetry.Otlp);
        services.AddSingleton<StoreMetrics>().AddSingleton<HallGauges>().AddSingleton<MeterReadings>().AddSingleton<MetricsEndpoint>().AddSingleton<Readiness>();
        if (settings.Platforms.OneWindow.Enabled)
        {
            services.AddSingleton<DispatchMetrics>().AddSingleton(provider => WayTo(provider, settings.Platforms.OneWindow));
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Courier>(provider, settings.Platforms.OneWindow));
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Dispatcher>(provider, provider.GetRequiredService<Platforms>().Enabled.Single(platform => platform.Name == Platform.OneWindow)));
            services.AddHostedService(provider => provider.GetRequiredService<Dispatcher>()).AddHostedService<HoursWatch>();
        }
    }

    /// <summary>Where the settings say that the store is.</summary>
    public static StoreAddress StoreOf(GatewaySettings settings, Paths paths) => settings.Store.IsFile ? StoreAddress.Sqlite(paths.Database) : StoreAddress.Postgres(paths.Database);

    /// <summary>The rules of a hall: calendar and divisions from the data folder, with these matters and widths.</summary>
    public static HallRules Rules(Paths paths, MatterCatalogue matters, IReadOnlyDictionary<string, int> widths)
    {
        var divisions = Path.Combine(paths.Data, "divisions");
        return new HallRules
        {
            Matters = matters,
            Divisions = DivisionTable.Load(divisions, Path.Combine(divisions, "site.csv")),
            Calendar = WorkCalendar.Load(Path.Combine(paths.Data, "holidays")),
            Widths = widths,
        };
    }

    private static CapabilityDirectory Routes(Paths paths, HallRules rules)
    {
        var changes = Path.Combine(paths.CrossRegion, "changes.csv");
        return CapabilityReader.Load(Path.Combine(paths.CrossRegion, "routes.csv"), File.Exists(changes) ? changes : null, rules.Divisions);
    }

    // What a platform is not told of is how this hall traces its calls.
    private static SocketsHttpHandler ConnectionToPlatforms() =>
        new() { AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ActivityHeadersPropagator = null };

    private static HallClock Clock(GatewaySettings settings, TimeProvider machine)
    {
        var clock = new HallClock(machine);
        if (settings.Hall.ClockStartsAt is { } start)
        {
            clock.StartFrom(start);
        }

        return clock;
    }

    private static DataKeys KeysOf(Paths paths, StoreAddress store, bool isDevelopment, bool isNewStore)
    {
        var file = paths.KeyFile;
        if (File.Exists(file))
        {
            return DataKeys.Read(file);
        }

        if (!isNewStore)
        {
            // New keys would open nothing of what is there.
            throw new SettingsException([$"The key file {file} is not there, but the store it seals is ({store}): put the key file back, or move the store away to begin a new one."]);
        }

        return isDevelopment ? DataKeys.Make(file) : throw new SettingsException([$"The key file {file} is not there: make one with `dotnet run --project src/Gateway -- make-keys --out {file}` and keep a copy apart from the database."]);
    }

    private static StoreWriter Writer(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<GatewaySettings>().Intake;
        var database = provider.GetRequiredService<Database>();
        var session = database.OpenWriter();
        var lost = provider.GetRequiredService<LostStore>();
        session.Lost = () => lost.End(fault: null);
        if (database.Lease is { } lease)
        {
            lease.Lost = lost.End;
            if (lease.IsLost)
            {
                // Before anybody was told.
                lost.End(fault: null);
            }
        }

        return new StoreWriter(
            session, provider.GetRequiredService<Sealer>(), provider.GetRequiredService<CaseCache>(), settings.GroupLimit, settings.QueueLimit,
            provider.GetRequiredService<ILogger<StoreWriter>>())
        {
            Released = provider.GetRequiredService<Wakeups>().Wake,
            Metrics = provider.GetRequiredService<StoreMetrics>(),
            Journalled = Journalled(provider),
        };
    }

    // The other nodes are told too, where there can be any.
    private static Action Journalled(IServiceProvider provider)
    {
        Action journalled = provider.GetRequiredService<ChangeFeed>().Wake;
        return provider.GetRequiredService<Database>().Lease is { } lease ? journalled + lease.Committed : journalled;
    }

    private static Neighbours Neighbours(IServiceProvider provider) => ActivatorUtilities.CreateInstance<Neighbours>(
        provider, provider.GetRequiredService<Database>().Lease!, (Action)provider.GetRequiredService<ChangeFeed>().Wake);

    private static Platform OneWindow(IServiceProvider provider, GatewaySettings settings, OneWindowProfile profile)
    {
        var mapper = OneWindowMapper.Create(settings.AutoMapper.LicenseKey, provider.GetRequiredService<ILoggerFactory>());
        var calendar = provider.GetRequiredService<HallRules>().Calendar;
        return new Platform(Platform.OneWindow, settings.Platforms.OneWindow, new OneWindowPlanner(profile, mapper, calendar).Plan)
        {
            Hours = new OpeningHours(settings.Platforms.OneWindow.Hours, calendar),
        };
    }

    // Sending and asking, one call each at a time.
    private static HttpMessageInvoker WayTo(IServiceProvider provider, TransferSettings settings, HttpResilienceOptions usual) => new(
        new ResilienceHandler(
            usual, PipelineTimes.Of(usual, settings.AttemptTimeout), callsAtOnce: 2, TransferProtocol.OperationOf, provider.GetRequiredService<TimeProvider>(), PipelineWatch.Nobody)
        {
            InnerHandler = provider.GetRequiredService<HttpMessageHandler>(),
        });

    private static HttpMessageInvoker WayTo(IServiceProvider provider, OneWindowSettings settings) => PlatformPipeline.Open(
        settings,
        provider.GetRequiredService<HttpMessageHandler>(),
        provider.GetRequiredService<TimeProvider>(),
        PlatformPipeline.Watch(Platform.OneWindow, provider.GetRequiredService<DispatchMetrics>(), provider.GetRequiredService<ILogger<Dispatcher>>()));

    // The configuration that this process judges under, and what a previous process left under way.
    private static Hall HallOf(IServiceProvider provider, GatewaySettings settings, DepartmentFolders departments, OneWindowProfile profile)
    {
        var writer = provider.GetRequiredService<StoreWriter>();
        var platforms = provider.GetRequiredService<Platforms>();
        var parts = new ConfigurationParts(
            provider.GetRequiredService<HallRules>(), departments, settings.Platforms.OneWindow.Enabled ? [new ConfigurationPart(Platform.OneWindow, profile.Version)] : []);
        var now = provider.GetRequiredService<TimeProvider>().GetUtcNow();
        var opening = new Opening(parts.Fingerprint, now);
        var slots = provider.GetRequiredService<SlotShares>().First();
        writer.Enqueue(slots);
        slots.Done.GetAwaiter().GetResult();
        writer.Enqueue(opening);
        var first = new Configuration(parts, opening.Done.GetAwaiter().GetResult(), now);
        return new Hall(
            first, settings.Hall.Division ?? HallSettings.SampleDivision, platforms, provider.GetRequiredService<Sealer>(), provider.GetRequiredService<HallClock>(), writer.TakeCaseId)
        {
            Follower = new RequestFollower(provider.GetRequiredService<RequestDesk>()),
        };
    }

    private static void Map(WebApplication app)
    {
        var intake = app.Services.GetRequiredService<IntakeEndpoints>();
        var upload = app.Services.GetRequiredService<UploadEndpoint>();
        var trials = app.Services.GetRequiredService<TrialEndpoints>();
        var status = app.Services.GetRequiredService<StatusEndpoints>();
        var configuration = app.Services.GetRequiredService<ConfigurationEndpoints>();
        var changes = app.Services.GetRequiredService<ChangesEndpoints>();
        var unmapped = app.Services.GetRequiredService<UnmappedEndpoint>();
        var door = app.Services.GetRequiredService<FrontDoor>();
        var edge = app.Services.GetRequiredService<RpcEdge>();
        app.UseWhen(RpcEdge.Is, rpc => rpc.Use(next => context => edge.EnterAsync(context, next)));
        app.UseWhen(context => !RpcEdge.Is(context), rest =>
        {
            rest.UseMiddleware<FaultAnswer>();
            rest.Use(next => context =>
            {
                RpcFace.Hide(context);
                return door.EnterAsync(context, next);
            });
        });
        app.MapGet("/openapi/v1.json", DescriptionEndpoint.GetAsync);
        app.MapGet("/healthz/live", () => Results.Text("ok"));

        // Nobody asks for the gauges but the meters, which find them once they are made.
        app.Services.GetRequiredService<HallGauges>();
        app.MapGet("/healthz/ready", app.Services.GetRequiredService<Readiness>().GetAsync);
        app.MapGet("/metrics", app.Services.GetRequiredService<MetricsEndpoint>().GetAsync);
        app.MapPost("/v1/records", PushTrace.Around(context => StreamedBody.Is(context.Request) ? upload.PushAsync(context) : intake.PushAsync(context)));
        app.MapPost("/v1/intake/{adapter}", PushTrace.Around(context => intake.PushMappedAsync(context, (string)context.GetRouteValue("adapter")!)));
        app.MapPost("/v1/records:validate", trials.ValidateAsync);
        app.MapPost("/v1/intake/{adapter}:dryRun", (HttpContext context, string adapter) => trials.DryRunAsync(context, adapter));
        app.MapGet("/v1/cases", status.FindCaseAsync);
        app.MapPost("/v1/cases:batchGet", status.BatchGetAsync);
        app.MapGet("/v1/cases/{number}", (HttpContext context, string number) => status.GetCaseAsync(context, number));
        app.MapGet("/v1/records/{id}", (HttpContext context, string id) => status.GetRecordAsync(context, id));
        app.MapGet("/v1/changes", changes.ListAsync);
        app.MapGet("/v1/changes:watch", changes.WatchAsync);
        app.MapGet("/v1/unmapped", unmapped.GetAsync);
        app.MapPost("/v1/crossRegion/routes:preview", app.Services.GetRequiredService<PreviewEndpoint>().PreviewAsync);
        app.MapGet("/v1/configuration", configuration.GetAsync);
        app.MapPost("/v1/configuration:reload", configuration.ReloadAsync);
        MapTasks(app);
        MapOperators(app);
        RpcFace.Map(app);
    }

    private static void MapTasks(WebApplication app)
    {
        var inbound = app.Services.GetRequiredService<InboundEndpoints>();
        var tasks = app.Services.GetRequiredService<TaskEndpoints>();
        var requests = app.Services.GetRequiredService<RequestEndpoints>();
        app.MapPost("/v1/crossRegion/requests", requests.SubmitAsync);
        app.MapPost("/v1/crossRegion/inbound", requests.ReceiveAsync);
        app.MapGet("/v1/crossRegion/requests/{no}", (HttpContext context, string no) => requests.GetAsync(context, no));
        app.MapPost("/v1/crossRegion/requests/{no}/acts", (HttpContext context, string no) => requests.DoAsync(context, no));
        app.MapPost("/v1/inbound/{kind}", (HttpContext context, string kind) => kind == "requests" ? requests.ReceiveAsync(context) : inbound.TakeAsync(context, kind));
        app.MapGet("/v1/tasks", tasks.ListAsync);
        app.MapGet("/v1/tasks/{no}", (HttpContext context, string no) => tasks.GetAsync(context, no));
        foreach (var act in TaskEndpoints.Acts)
        {
            app.MapPost($"/v1/tasks/{{no}}:{act.Word()}", (HttpContext context, string no) => tasks.DoAsync(context, no, act));
        }
    }

    private static void MapOperators(WebApplication app)
    {
        var stuck = app.Services.GetRequiredService<StuckEndpoints>();
        var records = app.Services.GetRequiredService<RecordEndpoints>();
        var platforms = app.Services.GetRequiredService<PlatformEndpoints>();
        app.MapGet("/v1/quarantine", context => stuck.ListAsync(context, RecordState.Quarantined));
        app.MapGet("/v1/conflicts", context => stuck.ListAsync(context, RecordState.Conflict));
        app.MapGet("/v1/parked", context => stuck.ListAsync(context, RecordState.Parked));
        app.MapGet("/v1/lanes", stuck.ListLanesAsync);
        app.MapPost("/v1/records:rejudge", records.RejudgeAsync);
        app.MapPost("/v1/records/{id}:discard", (HttpContext context, string id) => records.DiscardAsync(context, id));
        app.MapPost("/v1/records/{id}:accept-conflict", (HttpContext context, string id) => records.AcceptConflictAsync(context, id));
        app.MapPost("/v1/records/{id}:resend", (HttpContext context, string id) => records.ResendAsync(context, id));
        app.MapPost("/v1/platforms/{name}:stop", (HttpContext context, string name) => platforms.StopAsync(context, name));
        app.MapPost("/v1/platforms/{name}:start", (HttpContext context, string name) => platforms.StartAsync(context, name));
    }
}

/// <summary>Settings that can't be started with: every mistake at once.</summary>
internal sealed class SettingsException(IReadOnlyList<string> mistakes) : Exception(string.Join(Environment.NewLine, mistakes))
{
    public IReadOnlyList<string> Mistakes => mistakes;
}
