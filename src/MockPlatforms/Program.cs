using ServiceHall.MockPlatforms.SampleCounty;

if (args is ["make-county", ..])
{
    return SampleCountyCommand.Run(args);
}

var app = WebApplication.CreateBuilder(args).Build();
app.Run();
return 0;
