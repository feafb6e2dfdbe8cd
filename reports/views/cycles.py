from django.http import HttpResponse


def cycle(request, **kwargs):
    return HttpResponse("placeholder")


def chase(request, **kwargs):
    return HttpResponse("placeholder")
