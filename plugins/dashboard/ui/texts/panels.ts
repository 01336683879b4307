export const panels = {
  missingTitle: "There is no such panel",
  missingText: "The plugin it belongs to may have been removed.",
  cannotChange: "Nothing can be changed here.",
  notYours: (field: string) => `This panel may not change "${field}".`,
  onlyWhenPressed: "A panel can lead somewhere only when somebody pressed something in it.",
  unknownQuestion: "There is no such question.",
  cannotCall: (request: string) => `This panel was not declared to call ${request}.`,
  tooMany: "Too many requests at once.",
} as const;
