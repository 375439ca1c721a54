/** Settings that tell apart what was written last. */
export const OFF = {
  requireApproval: false,
  approverRole: 'approver',
  approveOwn: true,
  approvalQuorum: 1,
  approvalReminderSeconds: null,
  permissionTimeoutSeconds: 600,
  agentFrom: null,
} as const
export const ON = { ...OFF, requireApproval: true, permissionTimeoutSeconds: 1 }
