export const mail = {
  sendTest: "Send a test mail",
  saveFirst: "Save first: the test uses what is stored.",
  testTitle: "Send a test mail",
  testTo: "To",
  testTemplate: "Which letter",
  testCollection: "Of which collection",
  testSent: (email: string) => `Test mail sent to ${email}.`,
  testSend: "Send",
  templates: {
    verification: "Verify the email address",
    "password-reset": "Reset the password",
    "email-change": "Confirm a new email address",
    otp: "One-time code",
    "login-alert": "Sign-in from a new place",
  } as Readonly<Record<string, string>>,
} as const;
