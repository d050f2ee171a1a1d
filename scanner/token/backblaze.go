package token

// Application keys of Backblaze B2 (backblaze.com/docs/cloud-storage-application-keys).
var _ = later(func() {
	register(Family{Name: "backblaze", Tell: tellKinds("Backblaze", []kind{
		{rules: []string{"backblaze-application-key"}, is: "application key of B2",
			grants: "files of one bucket or of all, within its capabilities", note: "until it is deleted, unless it was given an end"},
	})})
})
