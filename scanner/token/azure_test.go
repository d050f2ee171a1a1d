package token

import "testing"

// The signatures are the examples of learn.microsoft.com/rest/api/storageservices:
// create-account-sas, create-service-sas, create-user-delegation-sas.
func TestSAS(t *testing.T) {
	signature := drawn(43, alnum) + "%3D"
	found := func(before, after string) Input {
		return Input{Rule: "azure-sas", Secret: signature, Match: "sig=" + signature, Lines: "url: '" + before + "sig=" + signature + after + "'"}
	}
	check(t,
		tells{"account", found("https://acme.blob.core.windows.net/?sv=2024-05-04&ss=bfqt&srt=sco&sp=rwdlacup&st=2024-01-01T00:00:00Z&se=2030-01-01T00%3A00%3A00Z&spr=https&", ""), `
			family: azure-sas
			issuer: Azure Storage
			kind: account SAS
			account: storage account acme
			scopes: r, w, d, l, a, c, u, p
			grants: read, write, delete, list, add, create, update, process messages or change permissions: blobs, files, queues, tables of the whole account (the service, containers, objects)
			not before: 2024-01-01T00:00:00Z
			expires: 2030-01-01T00:00:00Z
			host: acme.blob.core.windows.net public
			detail: Version=2024-05-04
			risk: +0 only a new account key revokes it
			risk: +1 it writes or deletes everything in these services of the account
			risk: +0 it was given a life of 6 years
			no risk: +0 it works over plain HTTP`},
		tells{"one blob, to read, from addresses", found("https://acme.blob.core.windows.net/c/blob1.txt?sp=r&st=2023-05-24T01:13:55Z&se=2023-05-24T09:13:55Z&sip=198.51.100.10-198.51.100.20&spr=https,http&sv=2022-11-02&sr=b&", ""), `
			kind: service SAS
			grants: read: one blob
			detail: Resource=c/blob1.txt
			bound: address 198.51.100.10-198.51.100.20
			risk: -1 it works from these addresses only
			risk: -1 it only reads one object
			risk: +0 it works over plain HTTP too`},
		tells{"stored policy", found("https://acme.table.core.windows.net/t?sv=2019-02-02&si=reader&tn=people&", ""), `
			kind: service SAS
			grants: what its stored access policy allows: table people
			no expires
			risk: +0 deleting the stored access policy reader revokes it`},
		tells{"user delegation", found("https://acme.blob.core.windows.net/c?sp=rl&se=2023-05-30T00:00:00Z&skoid=aaaaaaaa-1111&sktid=bbbbbbbb-2222&skt=2023-05-24T01:13:55Z&ske=2023-05-24T09:13:55Z&sks=b&skv=2022-11-02&sv=2022-11-02&sr=c&", "&x=1"), `
			kind: user delegation SAS
			subject: aaaaaaaa-1111
			detail: Tenant=bbbbbbbb-2222
			expires: 2023-05-24T09:13:55Z
			lifetime: 168h0m0s`},
		tells{"dates that make no sense", found("sv=2024-05-04&sr=c&sp=r&st=0001-01-01&se=9999-99-99&", ""), "kind: service SAS\nno expires\nno not before\nno host"},
		tells{"by form, day only", Input{Rule: "mine", Secret: "sv=2024-05-04&sr=c&sp=r&se=2026-02-03&sig=" + signature}, "expires: 2026-02-03T00:00:00Z"},
		tells{"the URL of a Logic App", Input{Rule: "mine", Secret: of("https://prod-1.logic.azure.com/x?sp=%2Ftriggers&sv=1.0&sig=", 43, alnum)}, "nothing"},
	)
}

// learn.microsoft.com/azure/service-bus-messaging/service-bus-sas
func TestBusToken(t *testing.T) {
	signature := drawn(43, alnum) + "%3D"
	check(t,
		tells{"Service Bus", Input{Rule: "mine", Secret: "SharedAccessSignature sr=https%3A%2F%2Facme.servicebus.windows.net%2Forders&sig=" + signature + "&se=1438205742&skn=KeyName"}, `
			family: azure-service-bus
			kind: shared access signature of Service Bus or Event Hubs
			account: namespace acme
			host: acme.servicebus.windows.net public
			expires: 2015-07-29T21:35:42Z
			detail: Entity=orders
			detail: Policy=KeyName`},
		tells{"IoT Hub", Input{Rule: "mine", Secret: signature, Lines: `mqtt "SharedAccessSignature sr=acme.azure-devices.net%2Fdevices%2Fd1&sig=` + signature + `&se=1438205742"`}, `
			kind: shared access signature of IoT Hub
			detail: Entity=devices/d1`},
		tells{"another secret of the line", Input{Rule: "mine", Secret: drawn(20, alnum), Lines: drawn(20, alnum) + " SharedAccessSignature sr=a&sig=" + signature}, "nothing"},
	)
}

func TestAzure(t *testing.T) {
	month := func(mark string) string {
		return drawn(52, alnum) + "JQQJ99" + "BC" + "AC" + drawn(14, alnum) + mark + drawn(4, alnum)
	}
	storage := drawn(76, alnum) + "+ASt" + drawn(6, alnum) + "=="
	check(t,
		tells{"storage key in its connection string", Input{Rule: "azure-storage-key", Secret: storage, Lines: "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=" + storage + ";EndpointSuffix=core.usgovcloudapi.net"}, `
			family: azure
			issuer: Azure
			kind: storage account key
			account: storage account acme
			host: acme.blob.core.usgovcloudapi.net public
			never expires`},
		tells{"storage key, by its mark", Input{Rule: "mine", Secret: storage}, "kind: storage account key\nno host\nno account"},
		tells{"Cosmos DB", Input{Rule: "azure-cosmos-connection-key", Secret: drawn(86, alnum) + "==", Lines: "AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey=x"}, `
			kind: Cosmos DB account key
			host: acme.documents.azure.com public
			account: Cosmos DB account acme`},
		tells{"root policy", Input{Rule: "azure-shared-access-key", Secret: drawn(43, alnum) + "=", Lines: "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=x;EntityPath=orders"}, `
			kind: shared access key
			host: acme.servicebus.windows.net public
			detail: Policy=RootManageSharedAccessKey
			detail: Entity=orders
			risk: +1 RootManageSharedAccessKey manages the whole namespace`},
		tells{"device", Input{Rule: "azure-shared-access-key", Secret: drawn(43, alnum) + "=", Lines: "HostName=acme.azure-devices.net;DeviceId=d1;SharedAccessKey=x"}, `
			host: acme.azure-devices.net public
			detail: Device=d1`},
		tells{"key with a month", Input{Rule: "mine", Secret: month("ACOG")}, `
			kind: AI services key
			issued: 2025-03-01T00:00:00Z
			detail: Made in=March 2025`},
		tells{"DevOps", Input{Rule: "mine", Secret: month("AZDO")}, "kind: Azure DevOps personal access token\nno lifetime\nissued: 2025-03-01T00:00:00Z"},
		tells{"old DevOps", Input{Rule: "azure-devops-pat", Secret: drawn(52, lower)}, "kind: Azure DevOps personal access token\nno issued"},
		tells{"client secret, by form", Input{Rule: "mine", Secret: drawn(3, alnum) + "8Q~" + drawn(34, alnum)}, `
			kind: client secret of an application in Entra ID
			no lifetime`},
		tells{"publish profile", Input{Rule: "azure-publish-password", Secret: drawn(60, alnum), Lines: `<x publishUrl="acme.scm.azurewebsites.net:443" userPWD="x">`}, "host: acme.scm.azurewebsites.net:443 public\naccount: app acme"},
		tells{"function", Input{Rule: "azure-function-url", Secret: drawn(54, alnum) + "==", Match: "https://acme.azurewebsites.net/api/orders?code=" + drawn(54, alnum) + "=="}, "kind: Functions access key\nhost: acme.azurewebsites.net public"},
		tells{"the mark elsewhere", Input{Rule: "mine", Secret: drawn(75, alnum) + "+ASt" + drawn(7, alnum) + "=="}, "nothing"},
	)
}
