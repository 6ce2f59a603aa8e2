using static ServiceHall.MockPlatforms.SampleCounty.People.ApplicantType;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>The departments of the county. The next one is a further entry here, and a further shape where it has its own.</summary>
internal static class CountyDepartments
{
    public static IReadOnlyList<Department> All { get; } =
    [
        new("mz", "示例县民政局", "99000011", new CanonicalShape(),
        [
            new("990500007000", "示例困难家庭临时救助", 2, Person, new(5, "workingDay"), new(20, "workingDay"), LocalCode: "990001-MZ-0007-00"),
            new("992000011000", "示例高龄津贴发放登记", 1, Person, new(1, "workingDay"), new(10, "workingDay"), Immediate: true),
            new("990100012001", "示例社会组织成立登记", 3, SocialOrganisation, new(1, "month"), new(60, "naturalDay"),
                LocalCode: "MZ-SHZZ/01〔2024〕", Licence: "示例社会组织登记证书"),
            new("991000019000", "示例地名命名备案", 1, Enterprise, new(10, "naturalDay"), new(30, "naturalDay")),
        ]),
        new("rs", "示例县人力资源和社会保障局", "99000012", new FlatPinyinShape(),
        [
            new("992000021000", "示例就业登记", 1, Person, new(1, "workingDay"), new(5, "workingDay"), Immediate: true, LocalCode: "RS-JY-01-990001"),
            new("990500023000", "示例技能提升补贴申领", 2, Person, new(15, "workingDay"), new(20, "workingDay"),
                LocalCode: "9900B0002300-990001000000-000-RS-2-00"),
            new("990100024002", "示例人力资源服务许可", 3, Enterprise, new(8, "workingDay"), new(20, "workingDay"), Licence: "示例人力资源服务许可证"),
            new("991000027000", "示例劳动用工备案", 1, Enterprise, new(4, "hour"), new(2, "workingDay")),
        ]),
        new("sj", "示例县市场监督管理局", "99000013", new EventArrayShape(),
        [
            new("990700031000", "示例个体工商户登记", 2, Person, new(1, "workingDay"), new(15, "workingDay"), Immediate: true, Licence: "示例个体营业执照"),
            new("990100032000", "示例食品经营许可", 3, Enterprise, new(7, "workingDay"), new(20, "workingDay"),
                LocalCode: "990001_SJ_SPJY_新办", Licence: "示例食品经营许可证"),
            new("990700031004", "示例企业名称变更登记", 1, Enterprise, new(24, "hour"), new(15, "workingDay"), Licence: "示例营业执照"),
            new("990700031009", "示例企业注销登记", 1, Enterprise, new(3, "naturalDay"), new(20, "naturalDay")),
        ]),
    ];
}
