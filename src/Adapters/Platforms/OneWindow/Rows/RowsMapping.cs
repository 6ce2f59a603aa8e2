using System.Globalization;
using AutoMapper;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Identifiers;

namespace ServiceHall.Adapters.Platforms.OneWindow.Rows;

/// <summary>The case as it is understood here → the typed rows of the national tables. Digits and widths are the profile's, applied after.</summary>
internal sealed class RowsMapping : Profile
{
    public RowsMapping()
    {
        CreateMap<AcceptSource, UpProAccept>()
            .ForMember(row => row.ProjectNo, map => map.MapFrom(source => source.Case.GatewayNo))
            .ForMember(row => row.CatalogCode, map => map.MapFrom(source => source.Case.Matter!.CatalogCode))
            .ForMember(row => row.TaskCode, map => map.MapFrom(source => source.Case.Matter!.Code))
            .ForMember(row => row.LocalTaskCode, map => map.MapFrom(source => source.Case.Matter!.LocalCode))
            .ForMember(row => row.TaskHandleItem, map => map.MapFrom(source => HandlingItem(source.Case)))
            .ForMember(row => row.TaskName, map => map.MapFrom(source => source.Case.Matter!.Name))
            .ForMember(row => row.TaskVersion, map => map.MapFrom(source => source.Case.Matter!.Version))
            .ForMember(row => row.ProjectName, map => map.MapFrom(source => source.Application.Title))
            .ForMember(row => row.ProjectType, map => map.MapFrom(source => source.Accepted.CaseType))
            .ForMember(row => row.ApplyType, map => map.MapFrom(source => source.Application.Channel))
            .ForMember(row => row.ApplyerType, map => map.MapFrom(source => source.Application.Applicant!.Type))
            .ForMember(row => row.ApplyerName, map => map.MapFrom(source => source.Application.Applicant!.Name))
            .ForMember(row => row.ApplyerPageType, map => map.MapFrom(source => source.Application.Applicant!.IdType))
            .ForMember(row => row.ApplyerPageCode, map => map.MapFrom(source => source.Application.Applicant!.IdNumber))
            .ForMember(row => row.Legal, map => map.MapFrom(source => source.Application.Applicant!.LegalRepresentative))
            .ForMember(row => row.ContactName, map => map.MapFrom(source => source.Application.Agent!.Name))
            .ForMember(row => row.ContactType, map => map.MapFrom(source => source.Application.Agent!.IdType))
            .ForMember(row => row.ContactCode, map => map.MapFrom(source => source.Application.Agent!.IdNumber))
            .ForMember(row => row.ContactMobile, map => map.MapFrom(source => MobileOf(source.Application)))
            .ForMember(row => row.Address, map => map.MapFrom(source => source.Application.Applicant!.Address))
            .ForMember(row => row.ApplyDate, map => map.MapFrom(source => source.Accepted.AppliedAt))
            .ForMember(row => row.AcceptDate, map => map.MapFrom(source => source.Event.OccurredAt))
            .ForMember(row => row.AcceptDocNo, map => map.MapFrom(source => source.Accepted.DocumentNo))
            .ForMember(row => row.OrgCode, map => map.MapFrom(source => source.Accepted.OrganisationCode))
            .ForMember(row => row.OrgName, map => map.MapFrom(source => source.Accepted.OrganisationName))
            .ForMember(row => row.HandleUserName, map => map.MapFrom(source => source.Accepted.AcceptedBy));

        CreateMap<ProcessSource, UpProProcess>()
            .ForMember(row => row.ProjectNo, map => map.MapFrom(source => source.Case.GatewayNo))
            .ForMember(row => row.ProcessName, map => map.MapFrom(source => source.Name))
            .ForMember(row => row.EventName, map => map.MapFrom(source => source.Action))
            .ForMember(row => row.EventStartTime, map => map.MapFrom(source => source.StartedAt))
            .ForMember(row => row.EventEndTime, map => map.MapFrom(source => source.EndedAt ?? source.StartedAt))
            .ForMember(row => row.HandleUserName, map => map.MapFrom(source => source.HandledBy))
            .ForMember(row => row.HandleExplain, map => map.MapFrom(source => source.Opinion));

        CreateMap<SpecialSource, UpProSpecialProcedure>()
            .ForMember(row => row.ProjectNo, map => map.MapFrom(source => source.Case.GatewayNo))
            .ForMember(row => row.SpecialType, map => map.MapFrom(source => source.Pause.Said.Procedure))
            .ForMember(row => row.SpecialName, map => map.MapFrom(source => source.Pause.Said.Procedure))
            .ForMember(row => row.SpecialTime, map => map.MapFrom(source => source.Pause.Start.OccurredAt))
            .ForMember(row => row.SpecialReason, map => map.MapFrom(source => source.Pause.Said.Reason))
            .ForMember(row => row.ApplyerUserName, map => map.MapFrom(source => source.Pause.Said.ApprovedBy))
            .ForMember(row => row.EndTime, map => map.MapFrom(source => source.Pause.End!.OccurredAt))
            .ForMember(row => row.Result, map => map.MapFrom(source => source.Resumed.Result))
            .ForMember(row => row.SpecialExplain, map => map.MapFrom(source => source.Pause.Said.Basis))
            .ForMember(row => row.HandleUser, map => map.MapFrom(source => source.Resumed.HandledBy));

        CreateMap<ResultSource, UpProResult>()
            .ForMember(row => row.ProjectNo, map => map.MapFrom(source => source.Case.GatewayNo))
            .ForMember(row => row.ResultDate, map => map.MapFrom(source => source.Event.OccurredAt))
            .ForMember(row => row.ResultType, map => map.MapFrom(source => source.Closed.Result))
            .ForMember(row => row.ResultExplain, map => map.MapFrom(source => source.Closed.Reason))
            .ForMember(row => row.ResultCetrName, map => map.MapFrom(source => Joined(source.Closed, licence => licence.Name)))
            .ForMember(row => row.ResultCetrNo, map => map.MapFrom(source => Joined(source.Closed, licence => licence.Number)))
            .ForMember(row => row.IsDeliveryResults, map => map.MapFrom(source => source.Closed.DeliveryMethod ?? CodeLists.NoDelivery))
            .ForMember(row => row.HandleUserName, map => map.MapFrom(source => source.Closed.ClosedBy));

        CreateMap<MaterialSource, UpProMaterial>()
            .ForMember(row => row.ProjectNo, map => map.MapFrom(source => source.Case.GatewayNo))
            .ForMember(row => row.MaterialName, map => map.MapFrom(source => source.Material.Name))
            .ForMember(row => row.CollectionType, map => map.MapFrom(source => source.Material.Form))
            .ForMember(row => row.GetNum, map => map.MapFrom(source => Number(source.Material.Copies)));

        CreateMap<LicenceSource, UpLicData>()
            .ForMember(row => row.ProjectNo, map => map.MapFrom(source => source.Case.GatewayNo))
            .ForMember(row => row.CertificateName, map => map.MapFrom(source => source.Licence.Name))
            .ForMember(row => row.CertificateNumber, map => map.MapFrom(source => source.Licence.Number))
            .ForMember(row => row.Holder, map => map.MapFrom(source => source.Applicant.Name))
            .ForMember(row => row.HolderCode, map => map.MapFrom(source => source.Applicant.IdNumber))
            .ForMember(row => row.HolderType, map => map.MapFrom(source => source.Applicant.Type))
            .ForMember(row => row.IssueDept, map => map.MapFrom(source => source.Licence.Issuer))
            .ForMember(row => row.IssueDate, map => map.MapFrom(source => source.Licence.IssuedAt ?? source.Event.OccurredAt))
            .ForMember(row => row.ValidFrom, map => map.MapFrom(source => source.Licence.ValidFrom))
            .ForMember(row => row.ValidTo, map => map.MapFrom(source => source.Licence.ValidTo));
    }

    // In an expression the mapper would give up at the missing agent and not come to the applicant.
    private static string? MobileOf(Submitted application) => application.Agent?.Mobile ?? application.Applicant?.Mobile;

    private static string? HandlingItem(Case @case) =>
        @case.MatterCodeUsed is { } used && MatterCode.Parse(used)?.Kind == MatterCodeKind.HandlingItem ? used : null;

    private static string? Joined(Closed closed, Func<Licence, string?> part)
    {
        var joined = string.Join('、', (closed.Licences ?? []).Select(part).Where(text => text is not null).Distinct(StringComparer.Ordinal));
        return joined.Length == 0 ? null : joined;
    }

    private static string? Number(int? copies) => copies?.ToString(CultureInfo.InvariantCulture);
}
