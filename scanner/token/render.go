package token

// API keys and deploy hooks of Render (render.com/docs/api, render.com/docs/deploy-hooks).
var _ = later(func() {
	register(Family{Name: "render", Tell: tellKinds("Render", []kind{
		{rules: []string{"render-api-key"}, prefix: "rnd_", min: 32, is: "API key", never: true,
			grants: "the services and environment of all workspaces of its owner"},
		{rules: []string{"render-deploy-hook"}, is: "deploy hook", never: true,
			grants: "starting deployments of one service; it reads nothing"},
	})})
})
