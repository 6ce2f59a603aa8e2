using Microsoft.AspNetCore.Builder;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class KeyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keys-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_new_one_is_its_owners_alone()
    {
        var file = Path.Combine(_folder.FullName, "sub", "keys.json");

        DataKeys.Make(file);

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Throws<IOException>(() => DataKeys.Make(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"current":1,"keys":[],"digestKey":""}""")]
    [InlineData("""{"current":1,"keys":[{"version":1,"key":"AAAA"}],"digestKey":"AAAA"}""")]
    [InlineData("""{"current":2,"keys":[{"version":1,"key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}],"digestKey":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""")]
    public void One_that_is_none_is_named(string content)
    {
        var file = Path.Combine(_folder.FullName, "keys.json");
        File.WriteAllText(file, content);

        var fault = Assert.Throws<InvalidDataException>(() => DataKeys.Read(file));

        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_development_a_missing_one_is_a_mistake_of_the_settings()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = _folder.FullName });
        builder.Configuration["Data:Path"] = Repository.Data;
        builder.Configuration["Hall:Division"] = "990001";
        builder.Configuration["Http:Url"] = "http://127.0.0.1:0";
        builder.Configuration["Grpc:Url"] = "http://127.0.0.1:0";

        var fault = Assert.Throws<SettingsException>(() => GatewayHost.Build(builder));

        Assert.Contains("data-keys.json", Assert.Single(fault.Mistakes), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "var", "data-keys.json")));
    }

    [Fact]
    public async Task Where_the_store_is_there_and_its_keys_are_not_no_new_ones_are_made()
    {
        await using (var hall = await TestHall.StartAsync(folder: _folder.FullName))
        {
            await hall.Client().PushAsync(Samples.Accepted("lost-keys"));
        }

        var keys = Path.Combine(_folder.FullName, "data-keys.json");
        File.Delete(keys);

        var fault = await Assert.ThrowsAsync<SettingsException>(() => TestHall.StartAsync(folder: _folder.FullName));

        Assert.Contains(keys, Assert.Single(fault.Mistakes), StringComparison.Ordinal);
        Assert.False(File.Exists(keys));
    }
}
