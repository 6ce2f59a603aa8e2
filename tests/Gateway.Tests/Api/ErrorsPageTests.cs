using System.Globalization;
using System.Text;
using ServiceHall.Gateway.Api;
using ServiceHall.Model.Rules;
using ServiceHall.Model.CrossRegion.Requests;
using ServiceHall.Model.Tasks;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Api;

/// <summary><c>docs/errors.md</c> is written from the source: with <c>SERVICEHALL_UPDATE_DOCS=1</c> this test writes it, otherwise it compares.</summary>
public sealed class ErrorsPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "errors.md");

    [Fact]
    public void The_page_lists_every_code_and_rule_of_the_source()
    {
        var rendered = Render();
        if (Environment.GetEnvironmentVariable("SERVICEHALL_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Page, rendered);
        }

        Assert.True(File.Exists(Page) && File.ReadAllText(Page) == rendered, "docs/errors.md is not what the source says: run this test with SERVICEHALL_UPDATE_DOCS=1 and commit the page.");
    }

    private static string Render()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Error codes and rules

            Written from the source by `ErrorsPageTests`; don't edit it. After a change:

                SERVICEHALL_UPDATE_DOCS=1 dotnet test tests/Gateway.Tests --filter ErrorsPageTests

            ## Refused calls 整个调用被拒

            `application/problem+json` with `code`, `status`, a Chinese `detail`. A refused call has stored nothing; after `hall.fault`, or no answer at all,
            push the same again: what was stored already is answered as `duplicate`. `detail` may be more exact than here.
            Over gRPC the code is the `reason` of a `google.rpc.ErrorInfo` in the details (`grpc-status-details-bin`).

            | code | HTTP | gRPC | detail |
            | --- | --- | --- | --- |

            """);
        foreach (var problem in ProblemCodes.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{problem.Code}` | {problem.Status} | {problem.Grpc} | {problem.Detail} |\n");
        }

        page.Append(
            """

            ## Rules 单条记录的规则

            A record's findings come in the order of this table; the first that blocks or parks decides the verdict. `blocks`: the record is `rejected` and kept in
            quarantine (问题件; without a usable key or department it is not kept). `parks`: it is durable and judged again when the acceptance of its case comes.
            `warns`: it is taken and the finding told in `warnings`. A department's mapping may make a rule stricter. `message` may be more exact than here.

            | rule | effect | message | from |
            | --- | --- | --- | --- |

            """);
        foreach (var rule in RuleBook.All.OrderBy(rule => rule.Order))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{rule.Id}` | {Effect(rule.Severity)} | {rule.Message} | {rule.Source} |\n");
        }

        page.Append(
            """

            ## Tasks 任务

            Why something can't be done to a task: the `rule` in the `errors` of a `task.refused`, beside the rules above, by which the record that it would be is judged.

            | rule | message |
            | --- | --- |

            """);
        foreach (var rule in TaskRule.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{rule.Id}` | {rule.Message} |\n");
        }

        page.Append(
            """

            ## Requests between regions 跨省通办申请

            Why something can't be done to a request: the `rule` in the `errors` of a `request.refused`, in the `warnings` of a record whose case answers the request, and the `void` of a timeline.

            | rule | message |
            | --- | --- |

            """);
        foreach (var rule in RequestRule.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{rule.Id}` | {rule.Message} |\n");
        }

        return page.ToString();
    }

    private static string Effect(Severity severity) => severity switch
    {
        Severity.Warn => "warns",
        Severity.Park => "parks",
        _ => "blocks",
    };
}
