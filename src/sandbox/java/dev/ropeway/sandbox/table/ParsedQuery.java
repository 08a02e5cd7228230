package dev.ropeway.sandbox.table;

import java.util.ArrayList;
import java.util.List;

/** A parsed sysparm_query: groups joined by ^NQ, of clauses joined by ^, of alternatives (^OR). */
public record ParsedQuery(List<List<List<QueryTerm>>> groups, List<Order> orders) {

  /** One ORDERBY term. */
  record Order(String field, boolean descending) {}

  public static ParsedQuery parse(String text) {
    List<List<List<QueryTerm>>> groups = new ArrayList<>();
    List<Order> orders = new ArrayList<>();
    List<List<QueryTerm>> group = new ArrayList<>();
    groups.add(group);
    for (String term : terms(text)) {
      if (term.isEmpty() || term.equals("EQ")) {
        continue;
      }
      if (term.startsWith("ORDERBYDESC")) {
        orders.add(new Order(term.substring(11), true));
      } else if (term.startsWith("ORDERBY")) {
        orders.add(new Order(term.substring(7), false));
      } else if (term.startsWith("NQ")) {
        group = new ArrayList<>();
        groups.add(group);
        group.add(alternatives(condition(term.substring(2))));
      } else if (term.startsWith("OR") && !group.isEmpty()) {
        group.get(group.size() - 1).add(condition(term.substring(2)));
      } else {
        group.add(alternatives(condition(term)));
      }
    }
    return new ParsedQuery(groups, orders);
  }

  private static List<QueryTerm> alternatives(QueryTerm first) {
    List<QueryTerm> alternatives = new ArrayList<>(1);
    alternatives.add(first);
    return alternatives;
  }

  /**
   * Splits at single carets. A doubled one is a literal caret: that is documented for scripts; that
   * REST honours it the same way is not established.
   */
  private static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    StringBuilder term = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '^') {
        term.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '^') {
        term.append('^');
        i++;
      } else {
        terms.add(term.toString());
        term.setLength(0);
      }
    }
    terms.add(term.toString());
    return terms;
  }

  private static QueryTerm condition(String term) {
    int end = 0;
    while (end < term.length() && isNamePart(term.charAt(end))) {
      end++;
    }
    QueryOperator operator = QueryOperator.at(term, end);
    if (operator == null) {
      return new QueryTerm(term, null, "");
    }
    return new QueryTerm(
        term.substring(0, end), operator, term.substring(end + operator.sign.length()));
  }

  // Column names are lower case, so the first capital starts an operator such as LIKE.
  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  }
}
