package dev.ropeway.intake;

import dev.ropeway.correlation.Candidate;
import dev.ropeway.intake.words.CaseBlind;
import dev.ropeway.intake.words.Facts;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.recommendation.Recommendation.Kind;
import dev.ropeway.recommendation.Recommendation.Resource;
import dev.ropeway.recommendation.RecommendationState;
import dev.ropeway.recommendation.Severity;

/**
 * Reads the notices of Azure budgets, which have a schema of their own (E70). Nobody tells that a
 * budget is kept again, and no notice has a date: each is an alert, known by what it says.
 */
final class BudgetNotices {

  static final String SCHEMA = "AIP Budget Notification";

  private static final String TYPE = "Microsoft.Consumption/budgets";

  private BudgetNotices() {}

  static Candidate read(CaseBlind event) {
    CaseBlind data = event.at("data");
    String budget = data.at("BudgetName").text();
    if (budget == null) {
      return Candidate.rejected(null, "/data/BudgetName", "must name the budget");
    }
    String scope = scope(data);
    String place = scope + "/providers/" + TYPE + "/" + budget;
    // The same notice that is sent again is the same; that of the next month has spent otherwise.
    String id =
        "%s#%s/%s/%s"
            .formatted(
                place,
                said(data.at("BudgetStartDate")),
                said(data.at("NotificationThresholdAmount")),
                said(data.at("SpendingAmount")));
    if (!Recommendation.isKey(id)) {
      return Limits.keyless("/data/BudgetName").get(0);
    }
    return Candidate.of(
        Limits.keep(
            Recommendation.of(id, title(data, budget))
                .kind(Kind.ALERT)
                .assessmentKey(place)
                .description(describe(data))
                .severity(isSpent(data) ? Severity.HIGH : Severity.MEDIUM)
                .category("Cost")
                .source(AzureMonitorReader.SOURCE)
                .recommendationSource(Recommendation.MICROSOFT)
                .state(RecommendationState.UNHEALTHY)
                .resource(new Resource(place, budget, TYPE, scope.isEmpty() ? null : scope))
                .raw(event.node())
                .build()));
  }

  /** A budget is of a subscription or a resource group, or else of an account. */
  private static String scope(CaseBlind data) {
    String subscription = data.at("SubscriptionId").text();
    if (subscription != null) {
      String group = data.at("ResourceGroup").text();
      return "/subscriptions/" + subscription + (group == null ? "" : "/resourceGroups/" + group);
    }
    String account = CaseBlind.first(data.at("BillingAccountId"), data.at("EnrollmentNumber"));
    if (account == null) {
      return "";
    }
    return account.startsWith("/")
        ? account
        : "/providers/Microsoft.Billing/billingAccounts/" + account;
  }

  private static String said(CaseBlind value) {
    String text = value.text();
    return text == null ? "" : text;
  }

  private static String title(CaseBlind data, String budget) {
    String spent = data.at("SpendingAmount").text();
    String amount = data.at("Budget").text();
    String unit = said(data.at("Unit"));
    return "Budget "
        + budget
        + (spent == null ? "" : ": " + spent + (amount == null ? "" : " of " + amount))
        + (spent == null || unit.isEmpty() ? "" : " " + unit)
        + (spent == null ? "" : " spent");
  }

  private static boolean isSpent(CaseBlind data) {
    try {
      return Double.parseDouble(said(data.at("SpendingAmount")))
          >= Double.parseDouble(said(data.at("Budget")));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String describe(CaseBlind data) {
    return new Facts()
        .add("Budget", data.at("BudgetName"))
        .add("Amount", data.at("Budget"))
        .add("Spent", data.at("SpendingAmount"))
        .add("Threshold", data.at("NotificationThresholdAmount"))
        .add("Unit", data.at("Unit"))
        .add("Type", data.at("BudgetType"))
        .add("Start", data.at("BudgetStartDate"))
        .add("Subscription", data.at("SubscriptionName"))
        .add("Subscription id", data.at("SubscriptionId"))
        .add("Resource group", data.at("ResourceGroup"))
        .add("Enrollment", data.at("EnrollmentNumber"))
        .add("Department", data.at("DepartmentName"))
        .add("Account", data.at("AccountName"))
        .add("Billing account", data.at("BillingAccountId"))
        .add("Billing profile", data.at("BillingProfileId"))
        .add("Invoice section", data.at("InvoiceSectionId"))
        .add("Created by", data.at("BudgetCreator"))
        .text();
  }
}
