import { expect, it } from "vitest";
import { accountsOf, assumedLevels } from "#src/cli/commands/github/people.ts";

const nothing = { people: {}, comments: [], reviews: [], threads: [], environments: {} };

function said(association: string, isPrivate = false): Parameters<typeof accountsOf>[0][number] {
  const eve = { id: 7, login: "eve", type: "User" };
  return {
    repository: { id: 1, private: isPrivate },
    sender: eve,
    issue: { number: 1, user: { id: 8, login: "octocat" }, author_association: "OWNER" },
    comment: { body: "/iter run review", user: eve, author_association: association },
  };
}

it.each([
  ["NONE", false, "read"],
  ["CONTRIBUTOR", false, "read"],
  ["NONE", true, "none"],
  ["MEMBER", true, "write"],
])("lets who is %s (private: %s) have %s where nobody says more", (association, hidden, level) => {
  const accounts = accountsOf([said(association, hidden)], nothing);

  expect(assumedLevels(accounts, nothing)).toEqual({ eve: level, octocat: "write" });
});

it("takes what the state says, however a login is written", () => {
  const told = { ...nothing, people: { Eve: "admin" as const } };
  const accounts = accountsOf([said("NONE")], told);

  expect(accounts.find(({ login }) => login === "eve")).toMatchObject({ id: 7, level: "admin" });
  expect(assumedLevels(accounts, told)).toEqual({ octocat: "write" });
});

it("lets write who pushes", () => {
  const push = { sender: { id: 7, login: "eve" }, ref: "refs/heads/main", after: "4f2c1ab" };

  expect(assumedLevels(accountsOf([push], nothing), nothing)).toEqual({ eve: "write" });
});
