using System.ComponentModel.DataAnnotations.Schema;

namespace ServiceHall.Adapters.Platforms.OneWindow.Rows;

/// <summary>办件受理信息, <c>up_pro_accept</c>. Names are the national table's, its misspellings included; codes are still canonical words.</summary>
internal sealed class UpProAccept
{
    public string? ProjectNo { get; set; }
    public string? CatalogCode { get; set; }
    public string? TaskCode { get; set; }
    public string? LocalTaskCode { get; set; }
    public string? TaskHandleItem { get; set; }
    public string? TaskName { get; set; }
    public int TaskVersion { get; set; }
    public string? ProjectName { get; set; }
    public string? ProjectType { get; set; }
    public string? ApplyType { get; set; }
    public string? ApplyerType { get; set; }
    public string? ApplyerName { get; set; }
    public string? ApplyerPageType { get; set; }
    public string? ApplyerPageCode { get; set; }
    public string? Legal { get; set; }
    public string? ContactName { get; set; }
    public string? ContactType { get; set; }
    public string? ContactCode { get; set; }
    public string? ContactMobile { get; set; }
    public string? Address { get; set; }
    public DateTimeOffset? ApplyDate { get; set; }
    public DateTimeOffset? AcceptDate { get; set; }
    public string? AcceptDocNo { get; set; }
    public DateTimeOffset? PromiseDate { get; set; }
    public string? OrgCode { get; set; }
    public string? OrgName { get; set; }
    public string? HandleUserName { get; set; }
}

/// <summary>办件过程信息, <c>up_pro_process</c>.</summary>
internal sealed class UpProProcess
{
    public string? ProjectNo { get; set; }
    public string? ProcessName { get; set; }
    public string? EventName { get; set; }
    public DateTimeOffset? EventStartTime { get; set; }
    public DateTimeOffset? EventEndTime { get; set; }
    public string? HandleUserName { get; set; }
    public string? HandleExplain { get; set; }
}

/// <summary>特别程序信息, <c>up_pro_special_procedure</c>: start and end in one row.</summary>
internal sealed class UpProSpecialProcedure
{
    public string? ProjectNo { get; set; }
    public string? SpecialType { get; set; }
    public string? SpecialName { get; set; }
    public DateTimeOffset? SpecialTime { get; set; }
    public string? SpecialReason { get; set; }
    public string? ApplyerUserName { get; set; }
    public DateTimeOffset? EndTime { get; set; }
    public string? Result { get; set; }
    public string? SpecialExplain { get; set; }
    public string? HandleUser { get; set; }
}

/// <summary>办件结果信息, <c>up_pro_result</c>. <c>result_cetr_*</c> is misspelt in the real table too.</summary>
internal sealed class UpProResult
{
    public string? ProjectNo { get; set; }
    public DateTimeOffset? ResultDate { get; set; }
    public string? ResultType { get; set; }
    public string? ResultExplain { get; set; }
    public string? ResultCetrName { get; set; }
    public string? ResultCetrNo { get; set; }
    public string? IsDeliveryResults { get; set; }
    public string? HandleUserName { get; set; }
}

/// <summary>材料目录信息, <c>up_pro_material</c>.</summary>
internal sealed class UpProMaterial
{
    public string? ProjectNo { get; set; }
    public string? MaterialName { get; set; }

    // Every object has a GetType already.
    [Column("get_type")]
    public string? CollectionType { get; set; }

    public string? GetNum { get; set; }
}

/// <summary>证照目录, <c>up_lic_data</c>.</summary>
internal sealed class UpLicData
{
    public string? ProjectNo { get; set; }
    public string? CertificateName { get; set; }
    public string? CertificateNumber { get; set; }
    public string? Holder { get; set; }
    public string? HolderCode { get; set; }
    public string? HolderType { get; set; }
    public string? IssueDept { get; set; }
    public DateTimeOffset? IssueDate { get; set; }
    public DateTimeOffset? ValidFrom { get; set; }
    public DateTimeOffset? ValidTo { get; set; }
}
