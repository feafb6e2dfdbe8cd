from django.http import HttpResponse


def check(request, **kwargs):
    return HttpResponse("placeholder")


def publish(request, **kwargs):
    return HttpResponse("placeholder")
