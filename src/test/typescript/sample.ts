// What a client in TypeScript looks like, with the types that openapi-typescript makes of openapi.yaml.
// `mvn -Ptypescript validate` compiles it, and so sees an answer that lost its types.
import createClient from "openapi-fetch";
import type { components, paths } from "./ropeway";

type Assignment = components["schemas"]["Assignment"];

export function connect(address: string, key: string) {
  return createClient<paths>({ baseUrl: `${address}/api/v1`, headers: { "X-API-Key": key } });
}

type Ropeway = ReturnType<typeof connect>;

/** Tells of a finding, and says which assignments came of it. */
export async function tell(ropeway: Ropeway): Promise<string[]> {
  const { data, error } = await ropeway.POST("/recommendations", {
    body: { id: "db-7/open-port", title: "Close port 5432", severity: "high", source: "scanner", tags: { team: "db" } },
  });
  if (error) {
    throw new Error(`${error.status} ${error.title}: ${error.detail}`);
  }
  return data.results.flatMap(({ outcome, assignment, error: flaw }) => {
    if (outcome === "rejected") {
      throw new Error(`${flaw?.pointer} ${flaw?.detail}`);
    }
    return assignment ? [assignment.id] : [];
  });
}

/** All open assignments, page by page. */
export async function* open(ropeway: Ropeway): AsyncGenerator<Assignment> {
  let cursor: string | undefined;
  do {
    const { data, error } = await ropeway.GET("/assignments", { params: { query: { status: "open", limit: 100, cursor } } });
    if (error) {
      throw new Error(error.detail);
    }
    yield* data.items;
    cursor = data.next ?? undefined;
  } while (cursor);
}

export function line(assignment: Assignment): string {
  const { ticket, failure, recommendation, dueDate } = assignment;
  const where = ticket ? `${ticket.number ?? ticket.sysId} ${ticket.stateLabel ?? ""}` : `no ticket: ${failure?.advice ?? "not yet"}`;
  return `${recommendation.severity} ${recommendation.title}, ${where}, due ${dueDate ?? "never"}`;
}

// What must not compile: a word that nobody knows, a property that is not there, a null that is not looked at.
export async function refused(ropeway: Ropeway, assignment: Assignment) {
  // @ts-expect-error
  await ropeway.POST("/recommendations", { body: { id: "x", title: "t", severity: "awful" } });
  // @ts-expect-error
  await ropeway.GET("/assignments", { params: { query: { status: "ajar" } } });
  // @ts-expect-error
  assignment.recommendation.owner;
  // @ts-expect-error
  assignment.ticket.number;
}
